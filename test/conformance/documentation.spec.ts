import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { codeOf, page, ROOT, section, tableRows } from '../docs/markdown.js';

const SPECS = join(ROOT, 'test/conformance');
const documentation = page('docs/reference/conformance.md');

/** Where the suite's cases are listed that are made again here. */
const COVERED = [
  'Basic RP and Form Post Basic RP',
  'Config RP',
  'Further cases of the comprehensive plan',
  'RP-initiated logout',
  'Refresh tokens',
  'Back-channel logout',
  'FAPI 2.0 Security Profile',
];

const specs = readdirSync(SPECS)
  .filter((name) => name !== 'documentation.spec.ts')
  .map((name) => readFileSync(join(SPECS, name), 'utf8'))
  .join('\n');
const covered = COVERED.flatMap((heading) =>
  tableRows(section(documentation, heading)).map(([name]) => codeOf(name)),
);

describe('docs/reference/conformance.md', () => {
  it('lists only cases that there are', () => {
    expect(covered.filter((name) => !specs.includes(name))).toEqual([]);
  });

  it('lists every case under a name of the suite', () => {
    const named = specs.match(/oidcc-client-test[\w-]*/g) ?? [];
    expect(named.filter((name) => !documentation.text.includes(`\`${name}\``))).toEqual([]);
  });

  it('lists as many as the readme says', () => {
    expect(page('README.md').text).toContain(`${covered.length} cases`);
  });
});
