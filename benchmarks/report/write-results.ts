import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Conditions } from './conditions.js';
import { asPlot } from './plot.js';
import type { Report } from './report.js';
import { asTable } from './table.js';

export type NamedReport = Report & { readonly name: string };

/** One file for machines, one for people, and plots. */
export async function writeResults(
  folder: string,
  conditions: Conditions,
  reports: readonly NamedReport[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const json = JSON.stringify({ conditions, reports }, undefined, 2);
  await writeFile(join(folder, 'results.json'), `${json}\n`);
  await writeFile(join(folder, 'results.md'), asMarkdown(conditions, reports));
  for (const report of reports.filter(({ plotted }) => plotted !== undefined))
    await writeFile(join(folder, `${report.name}.svg`), asPlot(report));
}

function asMarkdown(conditions: Conditions, reports: readonly NamedReport[]): string {
  const versions = Object.entries(conditions.versions).map((entry) => entry.join(' '));
  return [
    '# Results\n',
    `${conditions.date}, ${conditions.machine}, Node ${conditions.node}, load ${conditions.load.toFixed(1)} at the start. One signature by RSA-2048: ${conditions.signature.toFixed(2)} ms of CPU.\n`,
    `${versions.join(', ')}.\n`,
    ...reports.map(asSection),
  ].join('\n');
}

/** One report, as it is shown on the terminal too. */
export function asSection(report: NamedReport): string {
  const remarks = [...(report.notes ?? []), ...report.problems.map((problem) => `**${problem}**`)];
  return [
    `## ${report.name}: ${report.title}\n`,
    `${asTable(report)}\n`,
    ...remarks.map((remark) => `${remark}\n`),
  ].join('\n');
}
