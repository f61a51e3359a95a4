/** The part of Nest's container that is looked at, in every version of Nest. */
export interface ContainedModule {
  readonly controllers: ReadonlyMap<unknown, Contained>;
  readonly providers: ReadonlyMap<unknown, Contained>;
  /** Guards and the like, as they are bound, and those of `APP_GUARD` that live as long as a request. */
  readonly injectables: ReadonlyMap<unknown, Contained>;
}

/** Something that Nest makes, or was given. */
export interface Contained {
  readonly token: unknown;
  /** Its class, or its factory. */
  readonly metatype: unknown;
  /** What a factory is given; of an alias what it stands for. */
  readonly inject?: unknown;
  /** Nothing as long as it is not made: it may live as long as a request. */
  readonly instance: unknown;
}

/** Whether a value is a function, as every class is. */
export function isFunction(value: unknown): value is (...args: never) => unknown {
  return typeof value === 'function';
}

/** A list, as metadata and containers hold it; an empty one where there is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The class of what Nest holds: as it is provided, else of the object that is there. */
export function classOf({ metatype, inject, instance }: Contained): object | undefined {
  const isFactory = inject !== undefined && inject !== null;
  return isFunction(metatype) && !isFactory ? metatype : classOfInstance(instance);
}

/** The class of an object, without a getter of its own being run. */
export function classOfInstance(instance: unknown): object | undefined {
  if (typeof instance !== 'object' || instance === null) return undefined;
  const prototype = Reflect.getPrototypeOf(instance);
  const made: unknown =
    prototype && Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isFunction(made) ? made : undefined;
}

/** The name of a class or a function. */
export function nameOf(type: unknown): string {
  return isFunction(type) && type.name !== '' ? type.name : 'an anonymous class';
}
