import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { SystemClock } from '../common/clock.js';
import { FileKeyRingStore } from '../keys/ring/file-key-ring.store.js';
import { PrivateKeySeal } from '../keys/ring/private-key-seal.js';
import { DEFAULT_PERIODS, rotationPolicy } from '../keys/ring/rotation-policy.js';
import { StoredKeyRing } from '../keys/ring/stored-key-ring.js';
import { momentBy } from '../keys/ring/ring-clock.js';
import { runCli } from './run.js';

const SECRET = 'a secret that is long enough, really';

let folder: string;
let path: string;
let kid: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ring-'));
  path = join(folder, 'ring.json');
  const ring = new StoredKeyRing({
    store: new FileKeyRingStore(path),
    seal: new PrivateKeySeal(SECRET),
    policy: rotationPolicy(DEFAULT_PERIODS),
    uses: ['sig'],
    algorithm: 'ES256',
    modulusLength: 2048,
  });
  kid = (await ring.maintain(momentBy(new SystemClock().seconds() - 60))).keys[0]?.kid ?? '';
});

afterEach(() => rm(folder, { recursive: true }));

async function run(command: string, ...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCli(
    ['keys', command, '--ring', path, '--encryption-key-env', 'SECRET', ...args],
    {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      env: { SECRET, OTHER: 'another secret that is long enough' },
    },
  );
  return { exitCode, ...written };
}

/** The states in the list, by kid. */
async function states(): Promise<Record<string, string | undefined>> {
  const { stdout } = await run('list');
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ +/))
      .map(([name = '', _use, state]) => [name, state]),
  );
}

describe('criipto-auth keys list', () => {
  it('prints one line a key', async () => {
    const { exitCode, stdout } = await run('list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${kid} sig active {4}ES256 \\d{4}-\\S+Z -\\n$`));
  });
});

describe('criipto-auth keys list --group-access', () => {
  it('reads a ring that its group may read and write, and is asked for', async () => {
    await chmod(path, 0o660);
    const refused = await run('list');
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toContain('groupAccess');
    expect(await run('list', '--group-access')).toMatchObject({ exitCode: 0 });
  });
});

describe('criipto-auth keys rotate', () => {
  it('makes the next key, like the one that signs, and lets it wait for its lead', async () => {
    const { exitCode, stdout, stderr } = await run('rotate');
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('logins may fail');
    expect(await states()).toEqual({ [kid]: 'active', [stdout.trim()]: 'published' });
    expect(await readFile(path, 'utf8')).not.toContain('RS256');
  });

  it('lets it sign at once by force, and warns', async () => {
    const { stdout, stderr } = await run('rotate', '--force');
    expect(stderr).toContain('logins may fail');
    expect(await states()).toEqual({ [kid]: 'retiring', [stdout.trim()]: 'active' });
  });
});

describe('criipto-auth keys rotate --use enc', () => {
  it('is refused for a ring that only signs', async () => {
    expect(await run('rotate', '--use', 'enc')).toMatchObject({
      exitCode: 1,
      stderr: 'The ring has no encryption keys\n',
    });
  });

  it('is refused for another use', async () => {
    expect(await run('rotate', '--use', 'sign')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('criipto-auth keys revoke', () => {
  it('prints the key that is used instead, and whom to tell', async () => {
    const { exitCode, stdout, stderr } = await run('revoke', '--kid', kid);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Tell the provider');
    expect(await states()).toEqual({ [kid]: 'revoked', [stdout.trim()]: 'active' });
  });

  it.each(['nothing', '-nothing', '--nothing'])(
    'fails for %s, which is not there',
    async (name) => {
      const { exitCode, stderr } = await run('revoke', '--kid', name);
      expect([exitCode, stderr]).toEqual([1, 'There is no key with this kid in the ring.\n']);
    },
  );
});

describe('a command about a ring', () => {
  it.each<[string, readonly string[], number, string]>([
    ['another secret', ['--encryption-key-env', 'OTHER'], 1, 'was encrypted with another'],
    ['a secret that is not set', ['--encryption-key-env', 'NONE'], 1, 'is not set'],
    ['a secret and none', ['--unencrypted'], 2, 'not both'],
    ['a file that is not there', ['--ring', '/nowhere/ring.json'], 1, 'holds no key ring'],
    ['no file', ['--ring', ''], 2, 'Say which ring'],
    ['a lag that is no number', ['--retire-lag', 'long'], 2, '--retire-lag must be'],
  ])('refuses %s', async (_what, args, exitCode, message) => {
    const outcome = await run('list', ...args);
    expect(outcome).toMatchObject({ exitCode, stdout: '' });
    expect(outcome.stderr).toContain(message);
  });

  it('opens with any secret of a list', async () => {
    expect((await run('list', '--encryption-key-env', 'OTHER,SECRET')).exitCode).toBe(0);
  });

  it.each([[[]], [['--kid']], [['--kid', '--unencrypted']]])(
    'does not revoke without a name: %j',
    async (args) => {
      expect(await run('revoke', ...args)).toMatchObject({ exitCode: 2, stdout: '' });
    },
  );
});
