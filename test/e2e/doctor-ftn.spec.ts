import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeCriipto } from 'nestjs-criipto-auth/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runCli } from '../../lib/cli/run.js';
import { privateJwk, publicJwk } from '../support/private-keys.js';
import { CLIENT_ID } from '../support/test-app.js';

const ENC = { use: 'enc', kid: 'enc-1', alg: 'RSA-OAEP-256' };
const READY = [privateJwk('rsa3072', { use: 'sig', kid: 'sig-1' }), privateJwk('rsa3072', ENC, 1)];

describe('criipto-auth doctor --ftn', () => {
  let fake: FakeCriipto;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doctor-'));
    fake = await FakeCriipto.start({
      clients: [
        {
          clientId: CLIENT_ID,
          redirectUris: ['https://localhost/auth/callback'],
          jwks: {
            keys: [
              publicJwk('rsa3072', { use: 'sig', kid: 'sig-1', alg: 'RS256' }),
              publicJwk('rsa3072', ENC, 1),
            ],
          },
          ftn: true,
        },
      ],
    });
  }, 30_000);
  afterAll(async () => {
    await fake.stop();
    await rm(folder, { recursive: true });
  });

  async function doctor(keys: readonly object[], ...flags: readonly string[]) {
    const written = { stdout: '', stderr: '' };
    const file = join(folder, 'keys.json');
    await writeFile(file, JSON.stringify({ keys }));
    const args = ['doctor', `--issuer=${fake.issuer}`, `--client-id=${CLIENT_ID}`];
    const exitCode = await runCli([...args, `--key-file=${file}`, ...flags], {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      env: {},
    });
    return { exitCode, ...written };
  }

  it('goes through the demands, one line each', async () => {
    const { exitCode, stdout } = await doctor(READY, '--ftn');
    const lines = stdout.split('\n').filter((line) => line.includes(' FTN '));
    expect(lines.map((line) => line.replace(/:.*/, ''))).toEqual([
      'ok   FTN client authentication',
      'ok   FTN key to sign',
      'ok   FTN key to decrypt',
      'ok   FTN separate keys',
      'skip FTN static keys',
      'ok   FTN signed requests',
      'ok   FTN encrypted ID tokens',
      'ok   FTN encrypted userinfo',
      'ok   FTN flow',
    ]);
    expect(exitCode).toBe(0);
  });

  it('finds what is missing, and says how to make it', async () => {
    const { exitCode, stdout } = await doctor([privateJwk('rsa', { kid: 'small' })], '--ftn');
    expect(stdout).toContain(
      'FAIL FTN key to sign: missing: small has 2048 bits, and 3072 are needed: `criipto-auth keys generate --ftn`',
    );
    expect(stdout).toContain('FAIL FTN key to decrypt: missing: no key has "use": "enc"');
    expect(stdout).toContain('skip FTN separate keys');
    expect(exitCode).toBe(1);
  });

  it('finds one key that does both, and one that is too small', async () => {
    const both = [READY[0] ?? {}, { ...READY[0], ...ENC }];
    expect((await doctor(both, '--ftn')).stdout).toContain('FAIL FTN separate keys: missing');
    const small = [READY[0] ?? {}, privateJwk('rsa', ENC)];
    expect((await doctor(small, '--ftn')).stdout).toContain('FAIL FTN key to decrypt: missing');
  });

  it('finds an older key to decrypt with that is too small', async () => {
    const older = privateJwk('rsa', { ...ENC, kid: 'older' }, 1);
    expect((await doctor([...READY, older], '--ftn')).stdout).toContain(
      'FAIL FTN key to decrypt: missing: older has 2048 bits',
    );
  });

  it('is not asked for otherwise', async () => {
    expect((await doctor(READY)).stdout).not.toContain('FTN');
  });
});
