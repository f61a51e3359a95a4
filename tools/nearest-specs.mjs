import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The specs in the folder of a file in the order in which to ask them: the one beside it, and those with the shortest way to it by imports. */
export function nearestSpecs(file, files) {
  const folder = dirname(file);
  const inFolder = files.filter((other) => dirname(other) === folder && other.endsWith('.ts'));
  const beside = inFolder.filter((other) => other === file.replace(/\.ts$/, '.spec.ts'));
  const reached = new Set([file]);
  for (;;) {
    const importing = inFolder.filter(
      (other) => !reached.has(other) && importsOf(other).some((imported) => reached.has(imported)),
    );
    const specs = importing.filter((other) => other.endsWith('.spec.ts'));
    if (specs.length > 0 || importing.length === 0)
      return [beside, specs.filter((spec) => !beside.includes(spec))].filter(
        (group) => group.length > 0,
      );
    for (const other of importing) reached.add(other);
  }
}

function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path]) =>
    join(dirname(file), `${path}.ts`),
  );
}
