import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Consumer, nodeOfNpm } from './consumer.js';
import { pack } from './tarball.js';

const NEST_VERSIONS = ['11', '12'] as const;
const NODES = { 'Node 20': '20', 'the newest Node': 'latest' } as const;
const MINUTES = 60_000;

const LOGGED_IN_AND_OUT = {
  statuses: [302, 303, 200, 200, 303, 401],
  user: expect.objectContaining({ eid: 'mitid', name: 'Freja Prøvesen', country: 'DK' }),
  health: expect.objectContaining({ status: 'ok' }),
};

/** Outside of the repository, whose own node_modules would make up for what is missing. */
let folder: string;
let consumers: Record<(typeof NEST_VERSIONS)[number], Consumer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nestjs-criipto-auth-'));
  const tarball = await pack(folder);
  const [nest11, nest12] = await Promise.all([
    Consumer.install(join(folder, 'nest-11'), '11', tarball),
    Consumer.install(join(folder, 'nest-12'), '12', tarball),
  ]);
  consumers = { 11: nest11, 12: nest12 };
}, 4 * MINUTES);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(NEST_VERSIONS)('the package beside NestJS %s', (nest) => {
  it('is installed beside that version', async () => {
    await expect(consumers[nest].nestVersion()).resolves.toMatch(new RegExp(`^${nest}\\.`));
  });

  it('compiles in an ES module and in CommonJS', () => {
    expect(consumers[nest].typeErrors).toBe('');
  });

  it.each([
    ['import', 'app.mjs', 'Node 20'],
    ['require()', 'app.cjs', 'Node 20'],
    ['import', 'app.mjs', 'the newest Node'],
    ['require()', 'app.cjs', 'the newest Node'],
  ] as const)(
    'logs in when it is loaded by %s (%s) on %s',
    async (_how, file, node) => {
      const path = nodeOfNpm(NODES[node]);
      await expect(consumers[nest].logIn(path, file)).resolves.toEqual(LOGGED_IN_AND_OUT);
    },
    MINUTES,
  );

  it(
    'knows what a second copy of it demands, made and threw',
    async () => {
      const seen = await consumers[nest].compareCopies(nodeOfNpm('20'));
      expect(seen).toEqual({
        anonymous: [200, 401, 401, 401],
        high: expect.stringContaining('acr_values="urn:grn:authn:dk:mitid:high"'),
        user: { isUser: true, scheme: 'dkmitid' },
        guarded: { name: 'Freja Prøvesen' },
        token: { hasToken: true },
        refused: [403, refusal('no_member')],
        turnedAway: [403, refusal('no_account')],
        caught: { caught: 'no_account', ofOurs: 403, ofNest: 403 },
        warnings: [expect.stringContaining('loaded 2 times in this process')],
      });
    },
    MINUTES,
  );
});

describe('every supported Node', () => {
  it.each(['20.19.0', '22.12.0', '24', 'latest'])(
    'has nothing to warn of in a login, a guarded page and a logout: %s',
    async (version) => {
      const strict = ['--throw-deprecation', '--pending-deprecation'];
      const seen = consumers[12].logIn(nodeOfNpm(version), 'app.mjs', strict);
      await expect(seen).resolves.toEqual(LOGGED_IN_AND_OUT);
    },
    MINUTES,
  );
});

function refusal(messageCode: string): object {
  return { statusCode: 403, message: 'You cannot use this service', messageCode };
}
