import { type ContainedModule, isFunction, listOf } from './container.js';

/** What `@nestjs/throttler` calls its options, and reads of a handler or its class. An application may not have it. */
const OPTIONS = 'THROTTLER:MODULE_OPTIONS';
const SKIP = 'THROTTLER:SKIP';
const DEFAULT_NAME = 'default';

/** Marks the controllers of ours that it leaves out. */
export const IS_UNLIMITED = Symbol('nestjs-criipto-auth:unlimited');

/**
 * Has the guard of `@nestjs/throttler` leave out the routes of ours that cost nothing, and that the provider's servers
 * call from a few addresses. As `@SkipThrottle()` would, for every name; what the application says stays.
 */
export function skipThrottlers(modules: readonly ContainedModule[]): void {
  const names = modules.flatMap(({ providers }) => namesIn(providers.get(OPTIONS)?.instance));
  const types = modules.flatMap(({ controllers }) =>
    [...controllers.values()].map(({ metatype }) => metatype),
  );
  for (const type of types) {
    if (!isFunction(type) || !Reflect.hasOwnMetadata(IS_UNLIMITED, type)) continue;
    for (const name of names)
      if (!Reflect.hasMetadata(SKIP + name, type)) Reflect.defineMetadata(SKIP + name, true, type);
  }
}

/** A list of throttlers, or options with one. */
function namesIn(options: unknown): readonly string[] {
  if (typeof options !== 'object' || options === null) return [];
  const throttlers = Array.isArray(options) ? options : Reflect.get(options, 'throttlers');
  return listOf(throttlers).flatMap((throttler) => {
    if (typeof throttler !== 'object' || throttler === null) return [];
    return String(Reflect.get(throttler, 'name') ?? DEFAULT_NAME);
  });
}
