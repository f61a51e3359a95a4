/** The same object, but that these members do not show to who prints, serialises or spreads it. */
export function hidden<T extends object>(object: T, ...names: readonly (keyof T)[]): T {
  for (const name of names) Object.defineProperty(object, name, { enumerable: false });
  return object;
}
