import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type NestApplication, textIn } from './application.js';
import { added, type Done, left, toDo } from './done.js';

const NAME = 'CriiptoModule';

/** Imports our module in the application's own. */
export async function importModule(application: NestApplication): Promise<readonly Done[]> {
  const { folder, sourceRoot, extension } = application;
  const file = `${sourceRoot}/app.module.ts`;
  const text = await textIn(join(folder, file));
  if (text?.includes(NAME)) return [left(file, `it imports ${NAME} already`)];
  const path = `./criipto/criipto.module${extension}`;
  const statement = `import { ${NAME} } from '${path}';`;
  const changed = text === undefined ? undefined : withModule(text, statement);
  if (changed === undefined)
    return [toDo(file, `add ${NAME} to the imports of your module: ${statement}`)];
  await writeFile(join(folder, file), changed);
  return [added(file, NAME)];
}

/** The text with the module in it, where it is of the form that is generated. */
export function withModule(text: string, statement: string): string | undefined {
  const decorators = [...text.matchAll(/@Module\(\{/g)];
  const [decorator] = decorators;
  const lastImport = [...text.matchAll(/^import [^;]*;[^\S\n]*\r?\n/gm)].at(-1);
  if (decorators.length !== 1 || !decorator || !lastImport) return undefined;
  const start = decorator.index + decorator[0].length;
  const after = lastImport.index + lastImport[0].length;
  if (after > start) return undefined;
  const body = withImport(text.slice(start));
  if (body === undefined) return undefined;
  return `${text.slice(0, after)}${statement}\n${text.slice(after, start)}${body}`;
}

/** What follows `@Module({`, with the module as the first that is imported. */
function withImport(body: string): string | undefined {
  const own = /^\s*imports:\s*\[(\s*)(\]?)/.exec(body);
  if (own) {
    const [all, space = '', end = ''] = own;
    const list = all.slice(0, all.length - space.length - end.length);
    const next = end === ']' ? ']' : `,${space === '' ? ' ' : space}`;
    const before = end === ']' ? '' : space;
    return `${list}${before}${NAME}${next}${body.slice(all.length)}`;
  }
  // Elsewhere in it, or spread into it: only who wrote it knows.
  if (/\bimports\b|\.\.\./.test(body)) return undefined;
  return `\n  imports: [${NAME}],${body}`;
}
