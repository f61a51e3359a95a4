import type { Report } from './report.js';

const LINE = 26;
const NAMES = 300;
const BARS = 380;
const FIGURES = 80;
const HEAD = 34;

/** The plotted column of a report as an SVG with one bar a row, for pages on a light or a dark ground. */
export function asPlot({ title, columns, rows, plotted }: Report): string {
  const index = columns.findIndex(({ label }) => label === plotted);
  const digits = columns[index]?.digits ?? 0;
  const bars = rows.map(({ name, figures }) => ({ name, figure: figures[index] ?? 0 }));
  const largest = Math.max(...bars.map(({ figure }) => figure));
  const width = NAMES + BARS + FIGURES;
  const height = HEAD + bars.length * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-family="sans-serif" font-size="13" fill="#7d8590">`,
    `<text x="0" y="16" font-weight="bold">${title}: ${plotted}</text>`,
    ...bars.flatMap(({ name, figure }, line) => {
      const y = HEAD + line * LINE;
      const length = Math.max(1, (figure / largest) * BARS);
      return [
        `<text x="${NAMES - 8}" y="${y + 15}" text-anchor="end">${name}</text>`,
        `<rect x="${NAMES}" y="${y + 2}" width="${length.toFixed(1)}" height="${LINE - 8}" fill="${colourOf(name)}"/>`,
        `<text x="${(NAMES + length + 6).toFixed(1)}" y="${y + 15}">${figure.toFixed(digits)}</text>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function colourOf(name: string): string {
  return name.startsWith('nestjs-criipto-auth') ? '#2f81f7' : '#afb8c1';
}
