/**
 * State of every copy of this package in a process: npm installs two where two versions are wanted. Its shape
 * must stay as it is, for another version reads it too.
 */
export function processWide<T extends object>(name: string, create: () => T): T {
  const key = Symbol.for(`nestjs-criipto-auth:${name}`);
  const shared = globalThis as unknown as Record<symbol, T | undefined>; // under a name of ours alone
  return (shared[key] ??= create());
}
