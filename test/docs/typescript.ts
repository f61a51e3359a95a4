import { dirname, join } from 'node:path';

import ts from 'typescript';

import { ROOT } from './markdown.js';

/** Source files that exist in memory only, by absolute path. */
export type VirtualFiles = ReadonlyMap<string, string>;

/** A program under the settings of this repository, in which the package is known by its name. */
export function createProgram(roots: readonly string[], files: VirtualFiles): ts.Program {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, directoryExists } = host;
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.directoryExists = (path) => folders.has(path) || (directoryExists?.(path) ?? true);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  return ts.createProgram({ rootNames: [...roots, ...files.keys()], options, host });
}

/** What the compiler has to say about one file: "line 3: Cannot find name 'x'." */
export function problemsIn(program: ts.Program, path: string): readonly string[] {
  const file = program.getSourceFile(path);
  if (!file) return ['is not part of the program'];
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ start = 0, messageText }) => {
      const { line } = file.getLineAndCharacterOfPosition(start);
      return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    },
  );
}
