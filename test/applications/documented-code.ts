import { codeBlocks, page, section } from '../docs/markdown.js';

/** A block of the documentation, which begins with `// ` and the name of its file. */
export function documentedCode(path: string, fileName: string, language = 'ts'): string {
  const block = codeBlocks(page(path), language).find(({ code }) =>
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

/** What a section has in its one block of a language. */
export function documentedBlock(path: string, heading: string, language: string): string {
  const [block] = codeBlocks({ path, text: section(page(path), heading) }, language);
  if (!block) throw new Error(`${path} has no ${language} at ${heading}`);
  return block.code;
}

/** The commands of a section, one a line, word by word. */
export function documentedCommands(path: string, heading: string): readonly Command[] {
  const lines = documentedBlock(path, heading, 'sh').trim().split('\n');
  return lines.map((line) => {
    const [program = '', ...args] = line.split(' ');
    return { program, args };
  });
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** The settings that a section shows. */
export function documentedJson(path: string, heading: string): object {
  return JSON.parse(documentedBlock(path, heading, 'json')) as object; // as every such block is
}
