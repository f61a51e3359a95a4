/** Freezes plain objects and arrays all the way down; instances of classes (keys, stores) stay as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && !Array.isArray(value)) return value;
  for (const name of Object.getOwnPropertyNames(value)) deepFreeze(Reflect.get(value, name));
  return Object.freeze(value);
}
