import { jest } from '@jest/globals';

/** Loads modules once more, as npm does with a package that it installs twice. Each call loads another copy. */
export async function secondCopy<T>(load: () => Promise<T>): Promise<T> {
  jest.resetModules();
  return load();
}
