import type { Report } from './report.js';

/** A report as a Markdown table, which is as readable on a terminal. */
export function asTable({ columns, rows }: Report): string {
  const lines = [
    ['', ...columns.map((column) => column.label)],
    ...rows.map(({ name, figures }) => [
      name,
      ...figures.map((figure, index) => shown(figure, columns[index]?.digits ?? 0)),
    ]),
  ];
  const widths = columns.reduce<number[]>(
    (known, _, index) => [...known, widest(lines, index + 1)],
    [widest(lines, 0)],
  );
  const [head = '', ...body] = lines.map((cells) => line(cells, widths));
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, index) =>
    index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
  );
  return `| ${padded.join(' | ')} |`;
}

function widest(lines: readonly (readonly string[])[], index: number): number {
  return Math.max(3, ...lines.map((cells) => cells[index]?.length ?? 0));
}

function shown(figure: number | undefined, digits: number): string {
  return figure === undefined || Number.isNaN(figure) ? '–' : figure.toFixed(digits);
}
