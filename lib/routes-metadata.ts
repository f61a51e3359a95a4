import { isFunction } from './route-audit/container.js';

/**
 * Metadata by its keys, or the decorators that set it: `{ isPublic: true }`, `{ [IS_PUBLIC]: true }`, or
 * `[IsPublic(true), SkipThrottle()]`.
 */
export type RoutesMetadata = Readonly<Record<string | symbol, unknown>> | readonly ClassDecorator[];

/** A controller, whose methods answer. */
type ControllerClass = abstract new (...args: never) => unknown;

type Metadata = ReadonlyMap<unknown, unknown>;

/** Nest writes it to what answers a request. */
const PATH = 'path';

/** These bind something that runs, which belongs to the whole application, and Nest would run it twice. */
const BINDING = ['__guards__', '__interceptors__', '__pipes__', '__exceptionFilters__'] as const;

const FORM =
  '`routesMetadata` must be an object such as `{ isPublic: true }`, or a list of decorators such as `[SkipThrottle()]`';

/**
 * What packages read that an application may have beside this one, unless it says otherwise: `@nestjs/swagger` shows
 * no route that is not the application's own, and `@nestjs/cache-manager` keeps no answer. Where another interceptor
 * made a value of it, it would answer by that the next time, and the route would never be asked.
 */
const BY_DEFAULT: Metadata = new Map<unknown, unknown>([
  ['swagger/apiExcludeController', [true]],
  ['cache_module:cache_ttl', keepNothing],
]);

/**
 * Puts metadata on our controllers and on their handlers, for whoever reads one or the other.
 *
 * @returns what is wrong with it, each with what to write instead.
 */
export function carryMetadata(controllers: readonly ControllerClass[], written: unknown): string[] {
  const problems: string[] = [];
  const bearers = controllers.flatMap((type) => [type, ...handlersOf(type)]);
  const metadata = readMetadata(written, problems);
  for (const [key, value] of metadata) {
    const problem = problemOf(key, bearers);
    if (problem !== undefined) problems.push(problem);
    else for (const bearer of bearers) Reflect.defineMetadata(key, value, bearer);
  }
  for (const [key, value] of BY_DEFAULT)
    for (const bearer of bearers)
      if (!metadata.has(key)) Reflect.defineMetadata(key, value, bearer);
  return problems;
}

function readMetadata(written: unknown, problems: string[]): Metadata {
  if (written === undefined) return new Map();
  if (Array.isArray(written))
    return new Map(written.flatMap((decorator) => setBy(decorator, problems)));
  if (typeof written === 'object' && written !== null)
    return new Map(Reflect.ownKeys(written).map((key) => [key, Reflect.get(written, key)]));
  problems.push(FORM);
  return new Map();
}

/** What a decorator writes to a class, tried on one that is nobody's. */
function setBy(decorator: unknown, problems: string[]): [unknown, unknown][] {
  const subject = function nobody(): void {};
  if (!isFunction(decorator)) {
    problems.push(FORM);
    return [];
  }
  try {
    Reflect.apply(decorator, undefined, [subject]);
  } catch {
    problems.push('`routesMetadata` has a decorator that is for no class, but for methods alone');
    return [];
  }
  const keys: unknown[] = Reflect.getOwnMetadataKeys(subject);
  if (keys.length === 0)
    problems.push(
      '`routesMetadata` has a decorator that sets nothing: call it, as in `[IsPublic(true)]`',
    );
  return keys.map((key) => [key, Reflect.getOwnMetadata(key, subject)]);
}

function problemOf(key: unknown, bearers: readonly object[]): string | undefined {
  if (BINDING.some((binding) => binding === key))
    return '`routesMetadata` is for metadata: it binds no guard, interceptor, pipe or filter. Bind those to the whole application';
  // Paths, versions, @Public() …
  if (bearers.some((bearer) => Reflect.hasOwnMetadata(key, bearer)))
    return `\`routesMetadata\` cannot replace "${String(key)}", by which our routes are what they are`;
  return undefined;
}

function handlersOf({ prototype }: ControllerClass): readonly object[] {
  const members = Object.values(Object.getOwnPropertyDescriptors(prototype));
  return members.flatMap(({ value }) =>
    isFunction(value) && Reflect.hasOwnMetadata(PATH, value) ? value : [],
  );
}

/** `CacheInterceptor` asks the handler where it learns no time to live, and keeps nothing. */
function keepNothing(): never {
  throw new Error('Nothing of this is kept');
}
