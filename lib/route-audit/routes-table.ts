import type { DeclaredHandler } from './declared-handler.js';
import { ruleText } from './rule-text.js';

const HEADINGS = ['Address', 'Handler', 'Rule', 'Guards'];

/** One line for each handler: what it answers, its rule, and the guards that read it. */
export function routesTable(handlers: readonly DeclaredHandler[]): string {
  const rows = [HEADINGS, ...handlers.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf({ address, name, rule, guards }: DeclaredHandler): string[] {
  const bound = guards.map((guard) => `${guard.name} (${guard.level})`);
  return [
    address || '-',
    name,
    rule === undefined ? '-' : ruleText(rule),
    bound.length === 0 ? '-' : bound.join(', '),
  ];
}
