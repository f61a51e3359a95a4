import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Type } from '../common/constructor-type.js';
import { messageOfThrown } from '../errors/message-of-thrown.js';
import { CommandError, UsageError } from './command.js';

/** What `@Module()` writes. */
const MODULE_METADATA = ['imports', 'controllers', 'providers', 'exports'];

/** The class of a module in a file. */
export async function rootModuleIn(file: string, name: string | undefined): Promise<Type<object>> {
  const modules = modulesAmong(await exportsOf(file));
  if (name !== undefined) {
    const named = modules.get(name);
    if (named) return named;
    throw new UsageError(`${file} exports no module ${name}: there is ${namesOf(modules)}`);
  }
  const [only, ...others] = new Set(modules.values());
  const usual = modules.get('AppModule') ?? modules.get('default');
  const found = others.length === 0 ? only : usual;
  if (found) return found;
  throw new UsageError(
    `Say which module of ${file} is meant by --export NAME: there is ${namesOf(modules)}`,
  );
}

async function exportsOf(file: string): Promise<object> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as object; // a namespace, whatever the file is
  } catch (error) {
    throw new CommandError(`${file} cannot be loaded: ${messageOfThrown(error) ?? 'it throws'}`);
  }
}

/** By name. What CommonJS exports stands in `default`, too. */
function modulesAmong(namespace: object): Map<string, Type<object>> {
  const byDefault: unknown = Reflect.get(namespace, 'default');
  const inner = typeof byDefault === 'object' && byDefault !== null ? byDefault : {};
  const all: [string, unknown][] = [...Object.entries(inner), ...Object.entries(namespace)];
  return new Map(all.filter((entry): entry is [string, Type<object>] => isModule(entry[1])));
}

function isModule(value: unknown): value is Type<object> {
  return (
    typeof value === 'function' && MODULE_METADATA.some((key) => Reflect.hasOwnMetadata(key, value))
  );
}

function namesOf(modules: ReadonlyMap<string, unknown>): string {
  return modules.size === 0 ? 'none' : [...modules.keys()].join(', ');
}
