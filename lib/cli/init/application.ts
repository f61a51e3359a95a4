import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { withoutByteOrderMark } from '../../common/byte-order-mark.js';
import { isJsonObject, parseJson } from '../../common/json.js';
import { CommandError } from '../command.js';

/** A Nest application as the command line of Nest generates it, in a folder. */
export interface NestApplication {
  readonly folder: string;
  /** Where its sources are, relative to the folder: "src". */
  readonly sourceRoot: string;
  /** What imports of its own files end in: nothing in CommonJS, ".js" in an ES module. */
  readonly extension: '' | '.js';
}

/** @throws {CommandError} where there is none. */
export async function nestApplicationIn(folder: string): Promise<NestApplication> {
  const manifest = await jsonIn(join(folder, 'package.json'));
  if (!manifest)
    throw new CommandError(
      'There is no package.json here: run this in the folder of a Nest application',
    );
  const { dependencies } = manifest;
  if (!isJsonObject(dependencies) || !('@nestjs/core' in dependencies))
    throw new CommandError(
      'This is no Nest application: its package.json does not name @nestjs/core',
    );
  const { sourceRoot = 'src' } = (await jsonIn(join(folder, 'nest-cli.json'))) ?? {};
  const root = typeof sourceRoot === 'string' ? sourceRoot : 'src';
  const appModule = await textIn(join(folder, root, 'app.module.ts'));
  const isModule = manifest['type'] === 'module';
  // Its own imports say how it is compiled; where there are none, its package.json does.
  const [, ending] = /from\s+['"]\.\.?\/[^'"]*?(\.js)?['"]/.exec(appModule ?? '') ?? [
    '',
    isModule ? '.js' : undefined,
  ];
  return { folder, sourceRoot: root, extension: ending === '.js' ? '.js' : '' };
}

/** The text of a file, without a byte order mark; none where there is no file. */
export async function textIn(path: string): Promise<string | undefined> {
  try {
    return withoutByteOrderMark(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Also in a folder above, as in a workspace. */
export async function isInstalled(name: string, folder: string): Promise<boolean> {
  const here = resolve(folder);
  if (await exists(join(here, 'node_modules', name))) return true;
  const above = dirname(here);
  return above !== here && isInstalled(name, above);
}

async function jsonIn(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const value = parseJson((await textIn(path)) ?? '');
  return isJsonObject(value) ? value : undefined;
}
