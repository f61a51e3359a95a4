/** Hears from the code that `order-hooks.mjs` has loaded which functions begin. */
export function watchOrder() {
  let first = new Map();
  globalThis.functionBegins = (file, line, name) => {
    const key = `${file}:${line}:${name}`;
    if (!first.has(key)) first.set(key, { file, line, name });
  };
  return {
    begin: () => {
      first = new Map();
    },
    /** Functions in the order in which each of them began for the first time. */
    entered: () => [...first.values()],
  };
}
