import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

/** All functions below a folder, specs left out, the longest first: lines from its name to its last brace. */
export function functionLengths(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap((file) => lengthsIn(join(folder, file)))
    .sort((one, other) => other.lines - one.lines);
}

function lengthsIn(file) {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lineAt = (position) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const lengths = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = lineAt((node.name ?? node).getStart(tree));
      const name = (node.name ?? node.parent.name)?.getText(tree) ?? '(anonymous)';
      lengths.push({ lines: lineAt(node.end) - first + 1, name, place: `${file}:${first}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return lengths;
}
