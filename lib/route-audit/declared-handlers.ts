import { AUTH_RULE } from '../access-rules/auth-rule.js';
import { classRuleOf } from '../access-rules/class-rule.js';
import { readAuthRule } from '../access-rules/read-auth-rule.js';
import type { RuleReader } from '../access-rules/rule-reader.js';
import {
  classOf,
  classOfInstance,
  type Contained,
  type ContainedModule,
  isFunction,
  listOf,
  nameOf,
} from './container.js';
import type { BoundGuard, DeclaredHandler, GuardLevel, HandlerKind } from './declared-handler.js';
import { GuardReaders } from './guard-readers.js';
import { controllerEndpoints, type Endpoint, providerEndpoints } from './handler-kinds.js';
import { UrlCaches } from './url-caches.js';

const GUARDS = '__guards__';
const APP_GUARD = 'APP_GUARD';
const GRAPHQL_OPTIONS = 'GqlModuleOptions';

/** An application, as far as Nest knows it. */
export interface DeclaredApplication {
  readonly modules: readonly ContainedModule[];
  /** Those of `useGlobalGuards()`, and whatever else is there already. */
  readonly globalGuards: readonly unknown[];
  /** Those of `useGlobalInterceptors()`, and whatever else is there already. */
  readonly globalInterceptors: readonly unknown[];
  /** The names of Nest's numbers for HTTP methods. */
  readonly verbs: Readonly<Record<number, string>>;
  /** What guards of the whole application do not reach. */
  readonly unreached: ReadonlySet<HandlerKind>;
}

/** Every handler that an application declares, with its rule and the guards that read it. */
export function declaredHandlers(application: DeclaredApplication): readonly DeclaredHandler[] {
  return new HandlersOf(application).all();
}

/** Whether fields of GraphQL are guarded as queries are, which Nest does where it is told to. Nobody knows before that is made. */
export function areFieldsGuarded(modules: readonly ContainedModule[]): boolean {
  const options = modules.flatMap(({ providers }) => providers.get(GRAPHQL_OPTIONS) ?? []);
  return options.some(({ instance }) => {
    if (typeof instance !== 'object' || instance === null) return true;
    const enhancers: unknown = Reflect.get(instance, 'fieldResolverEnhancers');
    return Array.isArray(enhancers) && enhancers.includes('guards');
  });
}

class HandlersOf {
  private readonly readers: GuardReaders;
  private readonly globalGuards: readonly BoundGuard[];
  private readonly caches: UrlCaches;
  /** One controller may stand in several modules. */
  private readonly seen = new Set<object>();

  constructor(private readonly application: DeclaredApplication) {
    this.readers = new GuardReaders(application.modules);
    this.caches = new UrlCaches(application.modules, application.globalInterceptors);
    const global = [...this.appGuards(), ...this.guardsOf(application.globalGuards, 'global')];
    // Those of `APP_GUARD` are there by now, where they were made.
    this.globalGuards = [...new Map(global.map((guard) => [guard.name, guard])).values()];
  }

  all(): DeclaredHandler[] {
    const { modules, verbs } = this.application;
    const ofControllers = (type: object, method: object) =>
      controllerEndpoints(type, method, verbs);
    return [
      ...modules.flatMap(({ controllers }) => this.handlersOf(controllers, ofControllers)),
      ...modules.flatMap(({ providers }) => this.handlersOf(providers, providerEndpoints)),
    ];
  }

  private handlersOf(
    contained: ReadonlyMap<unknown, Contained>,
    endpointsOf: (type: object, method: object) => readonly Endpoint[],
  ): DeclaredHandler[] {
    return [...contained.values()].flatMap((one) => {
      const type = classOf(one);
      if (!type || this.seen.has(type)) return [];
      this.seen.add(type);
      return this.handlersOfClass(type, (method) => endpointsOf(type, method));
    });
  }

  private handlersOfClass(
    type: object,
    endpointsOf: (method: object) => readonly Endpoint[],
  ): DeclaredHandler[] {
    const handlers = methodsOf(type).flatMap(([name, method]) => {
      const endpoints = endpointsOf(method);
      // A rule is meant for somebody, whoever calls it.
      const isOther = endpoints.length === 0 && Reflect.hasMetadata(AUTH_RULE, method);
      const all = isOther ? [{ kind: 'other', address: '' } as const] : endpoints;
      return all.map((endpoint) => this.handler(type, name, method, endpoint));
    });
    if (handlers.length > 0 || classRuleOf(type).rule === undefined) return handlers;
    return [this.handler(type, undefined, undefined, { kind: 'other', address: '' })];
  }

  private handler(
    type: object,
    methodName: string | undefined,
    method: object | undefined,
    endpoint: Endpoint,
  ): DeclaredHandler {
    const { kind, address } = endpoint;
    const className = nameOf(type);
    const own: unknown = method && Reflect.getMetadata(AUTH_RULE, method);
    const ofClass = classRuleOf(type);
    const isReached = !this.application.unreached.has(kind);
    // Nest runs no guard at all before a field, unless it is told to.
    const bound = kind === 'graphql-field' && !isReached ? [] : this.boundTo(type, method);
    return {
      kind,
      address,
      className,
      name: methodName === undefined ? className : `${className}.${methodName}`,
      rule: own === undefined ? ofClass.rule : readAuthRule(own),
      ruleOf: own === undefined ? (ofClass.bearer === type ? 'class' : 'base') : 'handler',
      openBase: own === undefined && ofClass.openBase ? nameOf(ofClass.openBase) : undefined,
      guards: [...(isReached ? this.globalGuards : []), ...bound],
      beyond: isReached ? [] : this.globalGuards,
      cachedBy: this.caches.before(type, method, endpoint),
    };
  }

  private boundTo(type: object, method: object | undefined): BoundGuard[] {
    const ofClass = listOf(Reflect.getMetadata(GUARDS, type));
    const isOwn = Reflect.hasOwnMetadata(GUARDS, type);
    const ofMethod = method === undefined ? [] : listOf(Reflect.getMetadata(GUARDS, method));
    return [...this.guardsOf(ofClass, 'class', isOwn), ...this.guardsOf(ofMethod, 'handler')];
  }

  private guardsOf(guards: readonly unknown[], level: GuardLevel, isOwn = true): BoundGuard[] {
    return guards.flatMap((guard) => {
      const readers = this.readers.of(guard);
      const type = isFunction(guard) ? guard : classOfInstance(guard);
      const name = nameOfGuard(type, readers);
      return readers.length === 0 ? [] : [{ name, level, readers, isOwn }];
    });
  }

  /** By their declaration, which a test that puts another guard in place leaves as it is. */
  private appGuards(): BoundGuard[] {
    const declared = this.application.modules.flatMap(({ providers, injectables }) =>
      [...providers.values(), ...injectables.values()].filter(({ token }) => isAppGuard(token)),
    );
    return declared.flatMap((contained) => {
      const readers = this.readers.ofContained(contained);
      const name = nameOfGuard(classOf(contained), readers);
      return readers.length === 0 ? [] : [{ name, level: 'global', readers, isOwn: true }];
    });
  }
}

/** Nest gives each its own token, which begins so. */
function isAppGuard(token: unknown): boolean {
  return typeof token === 'string' && token.startsWith(APP_GUARD);
}

/** A guard that is not made yet, or an object of a test in its place, is called as what it stands for. */
function nameOfGuard(type: object | undefined, readers: readonly RuleReader[]): string {
  return type === undefined || type === Object ? readers.join(' or ') : nameOf(type);
}

/** The methods that a class has or inherits, without a getter being run. */
function methodsOf(type: object): [string, object][] {
  const methods = new Map<string, object>();
  let prototype: unknown = Reflect.get(type, 'prototype');
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const method: unknown = value;
      if (name !== 'constructor' && isFunction(method) && !methods.has(name))
        methods.set(name, method);
    }
    prototype = Reflect.getPrototypeOf(prototype);
  }
  return [...methods];
}
