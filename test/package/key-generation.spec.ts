import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { transformFile } from '@swc/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const execute = promisify(execFile);

/** On Node 20 the first keys stand still, where they share a lock with the job that made them. */
const KEYS = 50;
const EXPORTS = 20;
const LIMIT_MS = 20_000;

/** A heap so small that the collector runs in the midst of exports. */
const SMALL_HEAP = '--max-semi-space-size=1';

describe('keys that were just generated', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'key-generation-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (script: string) => {
    const { stdout } = await execute(
      process.execPath,
      [SMALL_HEAP, '--input-type=module', '--eval', script],
      { timeout: LIMIT_MS, killSignal: 'SIGKILL' },
    );
    return stdout.trim();
  };

  it(
    'are exported while the collector runs: those of the tests',
    async () => {
      const { code } = await transformFile(join(ROOT, 'test/support/private-keys.ts'), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      });
      const helper = join(folder, 'private-keys.mjs');
      await writeFile(helper, code);
      const exported = await run(`
        const { privateJwk, publicJwk } = await import('${pathToFileURL(helper).href}');
        for (let nth = 0; nth < ${KEYS}; nth += 1) {
          for (const kind of ['P-256', 'ed25519']) {
            for (let time = 0; time < ${EXPORTS}; time += 1) {
              privateJwk(kind, {}, nth);
              publicJwk(kind, {}, nth);
            }
          }
        }
        console.log('done');
      `);
      expect(exported).toBe('done');
    },
    LIMIT_MS + 5000,
  );

  it(
    'are exported while the collector runs: those of the package',
    async () => {
      const generateKey = pathToFileURL(join(ROOT, 'dist/keys/material/generate-key.js')).href;
      const exported = await run(`
        import { createPublicKey } from 'node:crypto';
        const { generateKey } = await import('${generateKey}');
        for (let nth = 0; nth < ${KEYS}; nth += 1) {
          for (const alg of ['ES256', 'EdDSA']) {
            const { privateKey } = await generateKey(alg);
            for (let time = 0; time < ${EXPORTS}; time += 1) {
              privateKey.export({ format: 'jwk' });
              createPublicKey(privateKey).export({ format: 'jwk' });
            }
          }
        }
        console.log('done');
      `);
      expect(exported).toBe('done');
    },
    LIMIT_MS + 5000,
  );
});
