import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { privateJwk, privatePem, publicPem } from '../../test/support/private-keys.js';
import { importKeyFile, readKeyFile } from '../keys/material/key-file.js';
import { runCli } from './run.js';

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env,
  });
  return { exitCode, ...written };
}

const generate = (...args: readonly string[]) => run(['keys', 'generate', ...args]);
const jwks = (...args: readonly string[]) => run(['keys', 'jwks', ...args]);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});

afterAll(() => rm(folder, { recursive: true }));

const path = (name: string) => join(folder, name);

describe('criipto-auth', () => {
  it.each([[['--help']], [['-h']], [['keys', '--help']]])('%j lists the commands', async (args) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('keys generate');
    expect(stdout).toContain('keys jwks');
  });

  it.each(['generate', 'jwks'])('keys %s --help tells how to use it', async (command) => {
    const { exitCode, stdout } = await run(['keys', command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: criipto-auth keys ${command}`);
  });

  it('--version prints the version of the package', async () => {
    const { exitCode, stdout } = await run(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it.each([
    ['nothing', []],
    ['an unknown command', ['sing']],
    ['half a command', ['keys']],
    ['an unknown second word', ['keys', 'burn']],
    ['an unknown option', ['--loud']],
    ['an unknown option of a command', ['keys', 'generate', '--out', 'x', '--loud']],
    ['an argument that belongs nowhere', ['keys', 'jwks', '--in', 'x', 'y']],
    ['an option without its value', ['keys', 'generate', '--out']],
    ['no --out', ['keys', 'generate']],
    ['no --in', ['keys', 'jwks']],
    ['an unknown --alg', ['keys', 'generate', '--out', 'x', '--alg', 'HS256']],
    ['an unknown --alg to print', ['keys', 'jwks', '--in', 'x', '--alg', 'none']],
    ['a --modulus that is too small', ['keys', 'generate', '--out', 'x', '--modulus', '1024']],
    ['a --modulus that is too large', ['keys', 'generate', '--out', 'x', '--modulus', '65536']],
    ['a --modulus that is no number', ['keys', 'generate', '--out', 'x', '--modulus', 'big']],
    [
      'a --modulus for a key that has none',
      ['keys', 'generate', '--out', 'x', '--alg', 'ES256', '--modulus', '2048'],
    ],
  ])('answers %s with its usage on standard error and exit code 2', async (_what, args) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: criipto-auth');
  });
});

describe('criipto-auth keys generate', () => {
  it.each(['RS256', 'PS256', 'ES256', 'ES512', 'EdDSA'])('makes a key for %s', async (alg) => {
    const out = path(`${alg}.json`);
    const { exitCode, stdout } = await generate('--alg', alg, '--out', out);
    expect(exitCode).toBe(0);
    const result = await importKeyFile(await readKeyFile(out), { path: out }, 'it');
    expect(result).toMatchObject({ keys: [{ alg, use: 'sig' }] });
    expect('keys' in result && { keys: result.keys.map((key) => key.publicJwk) }).toEqual(
      JSON.parse(stdout),
    );
  });

  it('makes an RSA key of the asked size, for RS256', async () => {
    const { stdout } = await generate('--modulus', '3072', '--out', path('3072.json'));
    // The output under test is a JWK set.
    const { keys } = JSON.parse(stdout) as { keys: readonly { alg: string; n: string }[] };
    expect(keys[0]?.alg).toBe('RS256');
    expect(Buffer.from(keys[0]?.n ?? '', 'base64url')).toHaveLength(384);
  });

  it('makes a second key for encrypted tokens', async () => {
    const out = path('encryption.json');
    const { stdout } = await generate('--alg', 'ES256', '--encryption', '--out', out);
    expect(JSON.parse(stdout)).toMatchObject({
      keys: [
        { kty: 'EC', use: 'sig', alg: 'ES256' },
        { kty: 'RSA', use: 'enc', alg: 'RSA-OAEP-256' },
      ],
    });
    expect((await jwks('--in', out)).stdout).toBe(stdout);
  });

  it('makes what the Finnish Trust Network asks for', async () => {
    const { stdout } = await generate('--ftn', '--out', path('ftn.json'));
    // The output under test is a JWK set.
    const { keys } = JSON.parse(stdout) as { keys: readonly { n: string }[] };
    expect(keys).toMatchObject([
      { use: 'sig', alg: 'RS256' },
      { use: 'enc', alg: 'RSA-OAEP-256' },
    ]);
    const moduli = keys.map(({ n }) => Buffer.from(n, 'base64url'));
    expect(moduli.map(({ length }) => length)).toEqual([384, 384]);
    expect(new Set(moduli.map(String)).size).toBe(2);
  }, 30_000);

  it.each([
    ['another kind of key', ['--ftn', '--alg', 'ES256'], '--ftn needs RSA keys'],
    [
      'smaller keys',
      ['--ftn', '--modulus', '2048'],
      '--modulus must be a number of bits from 3072',
    ],
  ])('makes nothing for it with %s', async (_, args, said) => {
    const { exitCode, stderr } = await generate(...args, '--out', path('none.json'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  });

  it('lets nobody but the owner read the file', async () => {
    const out = path('mode.json');
    await generate('--alg', 'ES256', '--out', out);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
  });

  it('prints nothing private', async () => {
    const out = path('private.json');
    const { stdout, stderr } = await generate('--alg', 'ES256', '--out', out);
    // The file under test is a private JWK set.
    const { keys } = JSON.parse(await readFile(out, 'utf8')) as { keys: readonly { d: string }[] };
    expect(keys[0]?.d).toHaveLength(43);
    expect(stdout + stderr).not.toContain(keys[0]?.d);
  });

  it('says where the private key is, on standard error', async () => {
    const out = path('words.json');
    const { stderr } = await generate('--alg', 'ES256', '--out', out);
    expect(stderr).toContain(out);
  });

  it('does not overwrite a file', async () => {
    const out = path('precious.json');
    await writeFile(out, 'precious');
    const { exitCode, stdout, stderr } = await generate('--alg', 'ES256', '--out', out);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('exists already');
    expect(await readFile(out, 'utf8')).toBe('precious');
  });

  it('does not follow a symbolic link', async () => {
    await symlink(path('elsewhere.json'), path('link.json'));
    expect((await generate('--alg', 'ES256', '--out', path('link.json'))).exitCode).toBe(1);
  });

  it('fails when the folder does not exist', async () => {
    const { exitCode, stderr } = await generate('--alg', 'ES256', '--out', path('none/key.json'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('its folder does not exist');
  });

  it('says by its code what else keeps it from writing', async () => {
    await writeFile(path('no-folder'), '');
    const { exitCode, stderr } = await generate('--alg', 'ES256', '--out', path('no-folder/key'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot be written (ENOTDIR)');
  });
});

describe('criipto-auth keys jwks', () => {
  it('prints the public JWK set of a PEM', async () => {
    await writeFile(path('key.pem'), privatePem('rsa'));
    const { exitCode, stdout, stderr } = await jwks('--in', path('key.pem'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      keys: [
        {
          kty: 'RSA',
          n: privateJwk('rsa').n,
          e: 'AQAB',
          kid: expect.stringMatching(/^[\w-]{43}$/),
          use: 'sig',
          alg: 'RS256',
        },
      ],
    });
  });

  it('prints what keys generate printed', async () => {
    const generated = await generate('--alg', 'ES384', '--out', path('same.json'));
    expect((await jwks('--in', path('same.json'))).stdout).toBe(generated.stdout);
  });

  it('prints keys for encryption after those that sign', async () => {
    const keys = [privateJwk('rsa', { use: 'enc' }), privateJwk('P-256')];
    await writeFile(path('both.json'), JSON.stringify({ keys }));
    const { stdout } = await jwks('--in', path('both.json'));
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ use: 'sig' }, { use: 'enc' }] });
  });

  it('prints the algorithm that the application signs with', async () => {
    await writeFile(path('pss.pem'), privatePem('rsa'));
    const { stdout } = await jwks('--in', path('pss.pem'), '--alg', 'PS256');
    expect(JSON.parse(stdout)).toMatchObject({ keys: [{ alg: 'PS256' }] });
  });

  it('takes the passphrase from the environment variable that is named', async () => {
    await writeFile(path('encrypted.pem'), privatePem('rsa', 'pkcs8', 'open sesame'));
    const args = ['keys', 'jwks', '--in', path('encrypted.pem'), '--passphrase-env', 'SESAME'];
    expect((await run(args, { SESAME: 'open sesame' })).exitCode).toBe(0);
  });

  it.each<[string, string, readonly string[], string]>([
    ['an encrypted PEM without passphrase', privatePem('rsa', 'pkcs8', 'x'), [], 'is encrypted'],
    ['a passphrase variable that is not set', '', ['--passphrase-env', 'NONE'], 'is not set'],
    ['a public key', publicPem('rsa'), [], 'is a public key'],
    ['a file that is no key', 'hunter2', [], 'is not a key'],
    ['a key that does not fit', privatePem('P-256'), ['--alg', 'RS256'], 'cannot sign RS256'],
  ])('fails for %s', async (_what, content, args, message) => {
    await writeFile(path('bad'), content);
    const { exitCode, stdout, stderr } = await jwks('--in', path('bad'), ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('fails for a file that does not exist', async () => {
    const { exitCode, stderr } = await jwks('--in', path('nowhere'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('does not exist');
  });

  it('fails for a folder', async () => {
    const { exitCode, stderr } = await jwks('--in', folder);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('names a directory');
  });
});
