// What a signature by a key in a SoftHSM costs, of one build of the package or of several, which take turns:
//   node benchmarks/pkcs11-signature.mjs dist ../old/dist
// For figures to compare with each other, on one machine and in one run.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LIBRARY = process.env.SOFTHSM2_LIBRARY ?? '/usr/lib/softhsm/libsofthsm2.so';
const TOKEN = { tokenLabel: 'benchmark', pin: '123456' };
const ROUNDS = 15;
const SIGNATURES = 200;
const PARALLEL = 8;
const BYTES = Buffer.alloc(300, 'a');
const PATIENCE = { timeout: 60, retry: { budget: 60 } };

const builds = process.argv.length > 2 ? process.argv.slice(2) : ['dist'];
const folder = mkdtempSync(join(tmpdir(), 'pkcs11-benchmark-'));
try {
  makeToken();
  for (const alg of ['RS256', 'ES256']) await compare(alg);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, Node ${process.version}`);

async function compare(alg) {
  const contestants = [];
  for (const build of builds) {
    const { pkcs11Signer } = await import(
      pathToFileURL(resolve(build, 'pkcs11/pkcs11-signer.js')).href
    );
    const keyId = alg === 'RS256' ? '01' : '02';
    const key = { library: LIBRARY, keyLabel: 'login', keyId, alg, sessions: PARALLEL };
    contestants.push({
      build,
      signer: await pkcs11Signer({ ...TOKEN, ...key, ...PATIENCE }),
      oneByOne: [],
      parallel: [],
    });
  }
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const contestant of contestants) {
      const figures = [await sign(contestant.signer, 1), await sign(contestant.signer, PARALLEL)];
      if (round === 0) continue;
      contestant.oneByOne.push(figures[0]);
      contestant.parallel.push(figures[1]);
    }
  }
  for (const { build, oneByOne, parallel } of contestants) {
    const figures = `one by one ${median(oneByOne)} ms, ${PARALLEL} at a time ${median(parallel)} ms`;
    console.log(`${alg}, ${build}: ${figures} a signature`);
  }
}

/** Milliseconds a signature, so many underway at all times. */
async function sign(signer, atATime) {
  const { signal } = new AbortController();
  let left = SIGNATURES;
  const begin = performance.now();
  const one = async () => {
    while (left-- > 0) await signer.sign(BYTES, { signal });
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return (performance.now() - begin) / SIGNATURES;
}

function median(figures) {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)].toFixed(2);
}

function makeToken() {
  const tokens = join(folder, 'tokens');
  mkdirSync(tokens);
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
  writeFileSync(process.env.SOFTHSM2_CONF, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`);
  const pins = ['--pin', TOKEN.pin, '--so-pin', TOKEN.pin];
  const init = ['--init-token', '--free', '--label', TOKEN.tokenLabel, ...pins];
  execFileSync('softhsm2-util', init, { stdio: 'ignore' });
  const keys = fileURLToPath(new URL('../test/support/generate-token-keys.mjs', import.meta.url));
  execFileSync(process.execPath, [keys, LIBRARY, TOKEN.tokenLabel, TOKEN.pin]);
}
