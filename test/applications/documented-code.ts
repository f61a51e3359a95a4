import { codeBlocks, page } from '../docs/markdown.js';

/** A block of the documentation, which begins with `// ` and the name of its file. */
export function documentedCode(path: string, fileName: string): string {
  const block = codeBlocks(page(path), 'ts').find(({ code }) =>
    code.startsWith(`// ${fileName}\n`),
  );
  if (!block) throw new Error(`${path} has no block ${fileName}`);
  return block.code;
}

/** The files of a page, for the sources of an application. */
export function documentedFiles(
  path: string,
  ...fileNames: readonly string[]
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fileNames.map((name) => [`src/${name}`, documentedCode(path, name)] as const),
  );
}
