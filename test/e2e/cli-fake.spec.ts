import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { CriiptoAuthModule } from 'nestjs-criipto-auth';

import { type CliIo } from '../../lib/cli/command.js';
import { runCli } from '../../lib/cli/run.js';
import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { privatePem } from '../support/private-keys.js';
import { ProfileController } from '../support/profile.controller.js';
import { testOptions } from '../support/test-app.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'criipto-fake-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A command that goes on, and what it says meanwhile. */
class Running {
  stdout = '';
  stderr = '';
  readonly exitCode: Promise<number>;
  end: () => void = () => undefined;

  constructor(args: readonly string[], env: CliIo['env'] = {}) {
    const untilEnd = new Promise<void>((resolve) => {
      this.end = resolve;
    });
    this.exitCode = runCli(['fake', '--port', '0', ...args], {
      stdout: { write: (text) => (this.stdout += text) },
      stderr: { write: (text) => (this.stderr += text) },
      env: { PATH: process.env['PATH'], ...env },
      folder,
      untilEnd: () => untilEnd,
    });
  }

  /** What it prints to set, once it does. */
  async settings(): Promise<Record<string, string>> {
    while (!this.stderr.includes('Look at logins')) await new Promise(setImmediate);
    const lines = this.stdout.trim().split('\n');
    return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  }
}

describe('criipto-auth fake', () => {
  describe.each(HTTP_ADAPTERS)('for an application on %s', (_name, adapter) => {
    it('prints what to set, with which a login works, until it is stopped', async () => {
      const port = await freePort();
      const running = new Running([], { PORT: String(port) });
      const { CRIIPTO_ISSUER, CRIIPTO_CLIENT_ID, CRIIPTO_BASE_URL } = await running.settings();
      const module = await Test.createTestingModule({
        imports: [
          CriiptoAuthModule.forRoot({
            ...testOptions(CRIIPTO_ISSUER ?? '', CRIIPTO_BASE_URL ?? ''),
            clientId: CRIIPTO_CLIENT_ID ?? '',
          }),
        ],
        controllers: [ProfileController],
      }).compile();
      const app = module.createNestApplication(adapter(), { logger: false });
      await app.listen(port, 'localhost');
      const begin = await new Browser().navigate(`${CRIIPTO_BASE_URL}/auth/login`);
      expect(locationOf(begin)).toContain(`${CRIIPTO_ISSUER}/oauth2/authorize?`);
      const page = await fetch(locationOf(begin), { redirect: 'manual' });
      expect(page.status).toBe(303);
      await app.close();
      running.end();
      expect(await running.exitCode).toBe(0);
      await expect(fetch(CRIIPTO_ISSUER ?? '')).rejects.toThrow('fetch failed');
    });
  });

  it.each([
    ['flags', ['--client-id', 'urn:mine', '--base-url', 'http://localhost:4321/'], {}],
    [
      'the environment',
      [],
      { CRIIPTO_CLIENT_ID: 'urn:mine', CRIIPTO_BASE_URL: 'http://localhost:4321' },
    ],
  ])('takes client and application from %s', async (_where, args, env) => {
    const running = new Running(args, env);
    expect(await running.settings()).toMatchObject({
      CRIIPTO_CLIENT_ID: 'urn:mine',
      CRIIPTO_BASE_URL: 'http://localhost:4321',
    });
    expect(running.stderr).toContain('http://localhost:4321/.well-known/jwks.json');
    running.end();
    await running.exitCode;
  });

  it('takes them from .env in the current folder, where the environment is silent', async () => {
    await writeFile(
      join(folder, '.env'),
      '\uFEFFCRIIPTO_CLIENT_ID=urn:of:env\nBASE_URL=http://localhost:1',
    );
    const running = new Running([], { CRIIPTO_BASE_URL: 'http://localhost:4321' });
    expect(await running.settings()).toMatchObject({
      CRIIPTO_CLIENT_ID: 'urn:of:env',
      CRIIPTO_BASE_URL: 'http://localhost:4321',
    });
    running.end();
    await running.exitCode;
    await rm(join(folder, '.env'));
  });

  describe('takes the public half of the private key', () => {
    const pem = privatePem('rsa');

    it.each([
      ['in CRIIPTO_PRIVATE_KEY', [], { CRIIPTO_PRIVATE_KEY: pem }],
      ['in the variable that is named', ['--key-env', 'MINE'], { MINE: pem }],
      ['in the file that is named', ['--key-file', 'FILE'], {}],
      ['in CRIIPTO_KEY_FILE', [], { CRIIPTO_KEY_FILE: 'FILE' }],
    ])('%s', async (_where, args, env) => {
      const file = join(folder, 'key.pem');
      await writeFile(file, pem);
      const running = new Running(
        args.map((arg) => arg.replace('FILE', file)),
        Object.fromEntries(
          Object.entries(env).map(([name, value]) => [name, value.replace(/^FILE$/, file)]),
        ),
      );
      await running.settings();
      expect(running.stderr).toContain('those of the private key that it was given');
      running.end();
      await running.exitCode;
    });
  });

  describe('with a command', () => {
    const node = (script: string) => ['--', process.execPath, '-e', script];

    it('runs it with all that is to be set, and ends with it', async () => {
      const script = `process.exit(process.env.CRIIPTO_ISSUER && process.env.CRIIPTO_CLIENT_ID && process.env.CRIIPTO_BASE_URL ? 7 : 1)`;
      expect(await new Running(node(script)).exitCode).toBe(7);
    });

    it('ends it when it is to end itself', async () => {
      const running = new Running(node('setInterval(() => undefined, 1000)'));
      await running.settings();
      running.end();
      expect(await running.exitCode).toBe(1);
    });

    it('ends what that has started, too', async () => {
      const file = join(folder, 'pid');
      const script = `const { spawn } = require('node:child_process');
        const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
        require('node:fs').writeFileSync(${JSON.stringify(file)}, String(pid));
        setInterval(() => undefined, 1000);`;
      const running = new Running(node(script));
      await running.settings();
      let pid = 0;
      while (!pid) pid = Number(await readFile(file, 'utf8').catch(() => ''));
      running.end();
      await running.exitCode;
      const isAlive = (): boolean => {
        try {
          // A process that nobody has waited for yet is gone all the same.
          return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
        } catch {
          return false;
        }
      };
      while (isAlive()) await new Promise(setImmediate);
      expect(isAlive()).toBe(false);
    });

    it('says that it cannot be run', async () => {
      const running = new Running(['--', './nothing-of-that-name']);
      expect(await running.exitCode).toBe(1);
      expect(running.stderr).toContain('./nothing-of-that-name could not be run');
    });
  });

  it('says that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const running = new Running(['--port', port]);
    expect(await running.exitCode).toBe(1);
    expect(running.stderr).toBe(
      `Port ${port} is taken: choose another by --port, or 0 for any free one\n`,
    );
    server.close();
  });

  it.each([
    [['--base-url', 'here'], '--base-url must be a URL'],
    [['--'], 'Say what to run after --'],
    [['--key-file', 'a', '--key-env', 'B'], 'not both'],
    [['--colour', 'red'], 'Unknown option'],
  ])('does not understand %j', async (args, words) => {
    const running = new Running(args);
    expect(await running.exitCode).toBe(2);
    expect(running.stderr).toContain(words);
  });

  it('leaves --help to the command', async () => {
    const running = new Running(['--', process.execPath, '-e', '0', '--', '--help']);
    expect(running.stdout).not.toContain('Usage: criipto-auth fake');
    expect(await running.exitCode).toBe(0);
  });
});
