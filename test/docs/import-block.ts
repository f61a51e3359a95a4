import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { codeBlocks, page, ROOT } from './markdown.js';

const FILE_NAME = /^\/\/ (?<name>[\w./-]+\.ts)\n/;

/**
 * Runs a block of the documentation that begins with `// ` and the name of its file. It may import others of its page
 * that stand in the same folder.
 */
export async function importBlock(path: string, fileName: string): Promise<unknown> {
  const blocks = codeBlocks(page(path), 'ts').flatMap(({ code }) => {
    const name = FILE_NAME.exec(code)?.groups?.['name'];
    return name === undefined ? [] : [{ name, code }];
  });
  if (!blocks.some(({ name }) => name === fileName))
    throw new Error(`${path} has no block ${fileName}`);
  await mkdir(join(ROOT, 'temp'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, 'temp/block-'));
  try {
    for (const { name, code } of blocks) await writeFile(join(folder, basename(name)), code);
    return await import(join(folder, basename(fileName)));
  } finally {
    await rm(folder, { recursive: true });
  }
}
