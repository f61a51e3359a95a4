/**
 * The known name that a mistyped one most likely means, or `undefined` when none is near: by so many wrong letters at
 * most.
 */
export function closestName(
  typed: string,
  known: readonly string[],
  most = Infinity,
): string | undefined {
  const [best] = known
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(
      ({ name, distance }) => distance <= Math.min(most, Math.max(2, Math.floor(name.length / 3))),
    )
    .filter(({ name, distance }) => distance < name.length)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const above = row;
    row = [index + 1];
    for (const [column, wanted] of [...to].entries()) {
      const replaced = (above[column] ?? 0) + (letter === wanted ? 0 : 1);
      row.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
