import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The specs in the folder of a file in the order in which to ask them: the one beside it, and those with the shortest way to it by imports. */
export function nearestSpecs(file, files) {
  const inFolder = files.filter((other) => dirname(other) === dirname(file));
  const beside = inFolder.filter((other) => other === file.replace(/\.ts$/, '.spec.ts'));
  const near = specsThatImport(file, inFolder).filter((spec) => !beside.includes(spec));
  return [beside, near].filter((group) => group.length > 0);
}

/** Of these files, the specs with the shortest way to one of them by imports. */
export function specsThatImport(file, files) {
  const left = new Map(
    files.filter((other) => other.endsWith('.ts')).map((other) => [other, importsOf(other)]),
  );
  const reached = new Set([file]);
  for (;;) {
    const importing = [...left.keys()].filter(
      (other) => !reached.has(other) && left.get(other).some((imported) => reached.has(imported)),
    );
    const specs = importing.filter((other) => other.endsWith('.spec.ts'));
    if (specs.length > 0 || importing.length === 0) return specs;
    for (const other of importing) reached.add(other);
  }
}

function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path]) =>
    join(dirname(file), `${path}.ts`),
  );
}
