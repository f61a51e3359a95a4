import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SHARE_ENV, Worker } from 'node:worker_threads';

const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const TOKEN_LABEL = 'test token';
const PIN = '123456';

const execute = promisify(execFile);

/**
 * An HSM made of software, with a token that can be taken away. In it, made there and not to be
 * exported: an RSA key `login` (id 01), a key on P-256 `login` (02), and two on P-256 `twice`.
 */
export class SoftHsm {
  readonly tokenLabel = TOKEN_LABEL;
  readonly pin = PIN;
  readonly library = LIBRARIES.find((path) => existsSync(path)) ?? '';

  /** Number of the token's slot. */
  slot = 0;

  private constructor(private readonly folder: string) {}

  static async create(): Promise<SoftHsm> {
    const hsm = new SoftHsm(await mkdtemp(join(tmpdir(), 'soft-hsm-')));
    await mkdir(hsm.tokens);
    const config = join(hsm.folder, 'softhsm2.conf');
    await writeFile(config, `directories.tokendir = ${hsm.tokens}\nlog.level = ERROR\n`);
    process.env['SOFTHSM2_CONF'] = config;
    await setRealEnvironment('SOFTHSM2_CONF', config);
    const env = { ...process.env, SOFTHSM2_CONF: config };
    const token = ['--label', TOKEN_LABEL, '--pin', PIN, '--so-pin', PIN];
    const made = await execute('softhsm2-util', ['--init-token', '--free', ...token], { env });
    hsm.slot = Number(/reassigned to slot (\d+)/.exec(made.stdout)?.[1]);
    const generator = fileURLToPath(new URL('./generate-token-keys.mjs', import.meta.url));
    await execute(process.execPath, [generator, hsm.library, TOKEN_LABEL, PIN], { env });
    return hsm;
  }

  async takeAway(): Promise<void> {
    await rename(this.tokens, this.elsewhere);
  }

  async bringBack(): Promise<void> {
    await rm(this.tokens, { recursive: true, force: true });
    await rename(this.elsewhere, this.tokens);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private get tokens(): string {
    return join(this.folder, 'tokens');
  }

  private get elsewhere(): string {
    return join(this.folder, 'elsewhere');
  }
}

/** Jest gives tests a copy of the environment; what is not JavaScript, and runs in this process, sees only the real one. */
async function setRealEnvironment(name: string, value: string): Promise<void> {
  const assignment = `process.env[${JSON.stringify(name)}] = ${JSON.stringify(value)}`;
  await once(new Worker(assignment, { eval: true, env: SHARE_ENV }), 'exit');
}
