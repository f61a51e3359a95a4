type Class = abstract new (...args: never) => object;
type Members = Readonly<Record<PropertyKey, unknown>>;

const isMadeBy = Function.prototype[Symbol.hasInstance];

/**
 * Lets `instanceof` know what another copy of this package made, or this one in another realm: npm installs two
 * copies where two versions are wanted. What another version made may lack what is read here; `isComplete` says
 * whether it does, and then it is nobody we know.
 */
export function shareIdentity(
  type: Class,
  name: string,
  isComplete: (members: Members) => boolean,
): void {
  const mark = Symbol.for(`nestjs-criipto-auth:${name}`);
  Object.defineProperty(type.prototype, mark, { value: true });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      if (Reflect.apply(isMadeBy, this, [value])) return true;
      // A class of the application's own, which inherits this, is not meant by our mark.
      return this === type && isObject(value) && value[mark] === true && isComplete(value);
    },
  });
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
