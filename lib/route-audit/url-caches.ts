import {
  classOf,
  classOfInstance,
  type ContainedModule,
  isFunction,
  listOf,
  nameOf,
} from './container.js';
import type { Endpoint } from './handler-kinds.js';

/** What Nest and `@nestjs/cache-manager` write and are called. An application may not have the latter. */
const INTERCEPTORS = '__interceptors__';
const APP_INTERCEPTOR = 'APP_INTERCEPTOR';
const CACHE_KEY = 'cache_module:cache_key';
const CACHE_INTERCEPTOR = 'CacheInterceptor';

/** `CacheInterceptor` keeps what is read. */
const READ = /^(?:GET|ALL) /;

/**
 * Tells which interceptors would answer one user with what another got: Nest's `CacheInterceptor` keeps answers by
 * their URL, and a key that is a text is the same for all. One that extends it and has a `trackBy()`, or an
 * `isRequestCacheable()`, of its own is believed to know.
 */
export class UrlCaches {
  private readonly ofAll: readonly object[];

  constructor(modules: readonly ContainedModule[], globalInterceptors: readonly unknown[]) {
    const declared = modules.flatMap(({ providers, injectables }) =>
      [...providers.values(), ...injectables.values()].filter(({ token }) => isOfAll(token)),
    );
    this.ofAll = [
      ...declared.flatMap((contained) => classOf(contained) ?? []),
      ...classesOf(globalInterceptors),
    ];
  }

  /** The name of one that would keep what this handler answers. */
  before(type: object, method: object | undefined, endpoint: Endpoint): string | undefined {
    if (method === undefined || !isKept(method, endpoint)) return undefined;
    const bound = [
      ...this.ofAll,
      ...classesOf(listOf(Reflect.getMetadata(INTERCEPTORS, type))),
      ...classesOf(listOf(Reflect.getMetadata(INTERCEPTORS, method))),
    ];
    const cache = bound.find(tellsNobodyApart);
    return cache && nameOf(cache);
  }
}

/** Nest gives each its own token, which begins so. */
function isOfAll(token: unknown): boolean {
  return typeof token === 'string' && token.startsWith(APP_INTERCEPTOR);
}

function classesOf(interceptors: readonly unknown[]): readonly object[] {
  return interceptors.flatMap((one) => (isFunction(one) ? one : (classOfInstance(one) ?? [])));
}

function isKept(method: object, { kind, address }: Endpoint): boolean {
  const key: unknown = Reflect.getMetadata(CACHE_KEY, method);
  return key === undefined ? kind === 'http' && READ.test(address) : typeof key === 'string';
}

/** Whether the first class that says by what answers are kept is Nest's own. */
function tellsNobodyApart(type: object): boolean {
  let prototype: unknown = Reflect.get(type, 'prototype');
  while (typeof prototype === 'object' && prototype !== null) {
    if (isNestsOwn(prototype)) return true;
    if (Object.hasOwn(prototype, 'trackBy') || Object.hasOwn(prototype, 'isRequestCacheable'))
      return false;
    prototype = Reflect.getPrototypeOf(prototype);
  }
  return false;
}

/** In whichever copy of the package: by its name, and by what no class that extends it has to write again. */
function isNestsOwn(prototype: object): boolean {
  const type: unknown = Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  const members = ['intercept', 'trackBy', 'isRequestCacheable'];
  return (
    nameOf(type) === CACHE_INTERCEPTOR && members.every((name) => Object.hasOwn(prototype, name))
  );
}
