import { setTimeout as pause } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { Signer } from 'nestjs-criipto-auth';
import { pkcs11Signer, type Pkcs11SignerOptions } from 'nestjs-criipto-auth/pkcs11';
import { PKCS11 } from 'pkcs11js';

import { probeSigner } from '../../lib/keys/sources/signer-probe.js';
import { codeFrom } from '../support/code-of.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { probesWhile } from '../support/probes-while.js';
import { appsOn } from '../support/test-app.js';
import { WatchedTokens } from '../support/watched-tokens.js';

const CKF_SERIAL_SESSION = 4;

/** Short, but longer than a process of Node takes to start. */
const LIMITS = { timeout: 0.4, retry: { budget: 2, delay: 0 }, circuitBreaker: false } as const;

const { signal } = new AbortController();

const tokens = new WatchedTokens();

function signerOf(
  { library }: { library: string },
  options: Partial<Pkcs11SignerOptions> = {},
): Promise<Signer> {
  const { tokenLabel, pin } = tokens.hsm;
  const key = { library, tokenLabel, pin, keyLabel: 'login', alg: 'ES256' } as const;
  return pkcs11Signer({ ...key, ...LIMITS, ...options });
}

const sign = (signer: Signer) => signer.sign(Buffer.from('bytes'), { signal });

/** At last: on a busy machine the start of a process may take longer than these limits allow. */
async function expectToWorkAgain(signer: Signer): Promise<void> {
  const until = performance.now() + 10_000;
  let found = await probeSigner(signer);
  while (found !== 'works' && performance.now() < until) {
    await pause(20);
    found = await probeSigner(signer);
  }
  expect(found).toBe('works');
}

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work.catch(() => undefined);
  return (performance.now() - begin) / 1000;
}

describe('a call of a PKCS #11 library that never returns', () => {
  it('fails in time, and the next one is that of another process', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token, { retry: false });
    await token.hangIn('C_Sign');
    const signing = sign(signer);
    expect(await codeFrom(signing)).toBe('signer_failed');
    await token.hangNoMoreIn('C_Sign');
    await expectToWorkAgain(signer);
    expect(await token.count('C_Initialize')).toBeGreaterThan(1);
  });

  it('is made again where there is time', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token, { timeout: 2, retry: { budget: 8, delay: 0 } });
    await token.hangIn('C_Sign');
    const signing = sign(signer);
    while ((await token.count('C_Sign')) === 0) await new Promise(setImmediate);
    await token.hangNoMoreIn('C_Sign');
    expect(await signing).toHaveLength(64);
  });

  it('keeps its places no longer than that', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token, { sessions: 1 });
    await token.hangIn('C_Sign');
    const refusals = await Promise.all([1, 2, 3].map(() => codeFrom(sign(signer))));
    expect(refusals).toEqual(Array.from({ length: 3 }, () => 'signer_failed'));
    await token.hangNoMoreIn('C_Sign');
    await expectToWorkAgain(signer);
  });

  it('hinders no signer of another library', async () => {
    const [token, other] = [await tokens.add(), await tokens.add()];
    const [hanging, signing] = [await signerOf(token), await signerOf(other)];
    await token.hangIn('C_Sign');
    // More than the threads that Node has for all such calls.
    const refused = Promise.all(Array.from({ length: 8 }, () => codeFrom(sign(hanging))));
    const { works, fails } = await probesWhile(signing, refused);
    expect(works).toBeGreaterThan(5);
    expect(fails).toBe(0);
  });

  it('is no reason for another key of the library to fail', async () => {
    const token = await tokens.add();
    const patient = { timeout: 5, retry: { budget: 10, delay: 0 } };
    const [hanging, other] = [await signerOf(token), await signerOf(token, patient)];
    await token.hangIn('C_Sign');
    const signatures = [codeFrom(sign(hanging)), sign(other)];
    while ((await token.count('C_Sign')) < 2) await new Promise(setImmediate);
    await token.hangNoMoreIn('C_Sign');
    expect(await signatures[1]).toHaveLength(64);
    await signatures[0];
  });

  it('is killed when it logs in, and nobody waits behind it for ever', async () => {
    const token = await tokens.add();
    await token.hangIn('C_Login');
    const refusals = await Promise.all(
      [1, 2].map(() => codeFrom(signerOf(token, { retry: { budget: 0.5 } }))),
    );
    expect(refusals).toEqual(['signer_failed', 'signer_failed']);
    await token.hangNoMoreIn('C_Login');
    await expectToWorkAgain(await signerOf(token));
  });

  it('has more time to log in than to sign, so that a slow token comes back', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token);
    await token.slowDown('C_Login', 600);
    await token.hangIn('C_Sign');
    expect(await codeFrom(sign(signer))).toBe('signer_failed');
    await token.hangNoMoreIn('C_Sign');
    await sign(signer).catch(() => undefined);
    await expectToWorkAgain(signer);
  });

  it('costs a signature its own time, when it is the start of the library', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token, { retry: false });
    await token.hangIn('C_Sign');
    expect(await codeFrom(sign(signer))).toBe('signer_failed');
    await token.hangIn('C_Initialize');
    expect(await secondsOf(sign(signer))).toBeLessThan(3);
  });
});

describe('a PIN that never comes', () => {
  it('takes its place for a time, and is asked for again', async () => {
    const token = await tokens.add();
    let answer: () => Promise<string> = async () => tokens.hsm.pin;
    const pin = () => answer();
    const signer = await signerOf(token, { pin, sessions: 1, retry: { budget: 0.5, delay: 0 } });
    await token.hangIn('C_Sign');
    expect(await codeFrom(sign(signer))).toBe('signer_failed');
    await token.hangNoMoreIn('C_Sign');
    answer = () => new Promise(() => undefined);
    expect(await codeFrom(sign(signer))).toBe('signer_failed');
    answer = async () => tokens.hsm.pin;
    await sign(signer).catch(() => undefined);
    await expectToWorkAgain(signer);
  });
});

describe('the library of a token', () => {
  it('is used by the application itself, which keeps its sessions, whatever our signer does', async () => {
    const own = new PKCS11();
    own.load(tokens.hsm.library);
    own.C_Initialize();
    const slot = own
      .C_GetSlotList(true)
      .find((each) => own.C_GetTokenInfo(each).label.trimEnd() === tokens.hsm.tokenLabel);
    const session = own.C_OpenSession(slot ?? Buffer.alloc(0), CKF_SERIAL_SESSION);
    try {
      const signer = await signerOf(tokens.hsm);
      // Each failure makes the library start anew.
      expect(await codeFrom(signerOf(tokens.hsm, { keyLabel: 'another' }))).toBe('signer_failed');
      await expectToWorkAgain(signer);
      expect(own.C_GetSessionInfo(session).state).toBe(0);
    } finally {
      own.C_Finalize();
    }
    await expectToWorkAgain(await signerOf(tokens.hsm));
  });

  it('is finalized where it was initialized, and not otherwise', async () => {
    const token = await tokens.add();
    await signerOf(token);
    expect(await token.count('C_Finalize')).toBe(0);
    await codeFrom(signerOf(token, { keyLabel: 'another' }));
    await signerOf(token);
    expect([await token.count('C_Initialize'), await token.count('C_Finalize')]).toEqual([2, 1]);
  });
});

describe.each(HTTP_ADAPTERS)('a token that hangs on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('costs logins a 503 in time, and nobody else anything', async () => {
    const token = await tokens.add();
    const signer = await signerOf(token);
    const app = await start({ options: { keys: { signer }, login: { pushed: 'never' } } });
    await token.hangIn('C_Sign');
    const login = app.logIn();
    const elsewhere = await fetch(`${app.url}/.well-known/jwks.json`);
    expect(elsewhere.status).toBe(200);
    expect((await login).status).toBe(503);
    expect(app.fake.requests.of('token')).toHaveLength(0);
    await token.hangNoMoreIn('C_Sign');
    expect((await app.logIn()).status).toBe(303);
  });
});
