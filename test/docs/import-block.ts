import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { codeBlocks, page, ROOT } from './markdown.js';

/** Runs a block of the documentation that begins with `// ` and the name of its file. */
export async function importBlock(path: string, fileName: string): Promise<unknown> {
  const block = codeBlocks(page(path), 'ts').find(({ code }) =>
    code.startsWith(`// ${fileName}\n`),
  );
  if (!block) throw new Error(`${path} has no block ${fileName}`);
  await mkdir(join(ROOT, 'temp'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, 'temp/block-'));
  try {
    const file = join(folder, 'block.ts');
    await writeFile(file, block.code);
    return await import(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
