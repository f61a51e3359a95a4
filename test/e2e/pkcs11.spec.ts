import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Signer } from 'nestjs-criipto-auth';
import {
  type Pkcs11Algorithm,
  pkcs11Signer,
  type Pkcs11SignerOptions,
} from 'nestjs-criipto-auth/pkcs11';

import { probeSigner } from '../../lib/keys/sources/signer-probe.js';
import { codeFrom } from '../support/code-of.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { SoftHsm } from '../support/soft-hsm.js';
import { appsOn } from '../support/test-app.js';

const ALGORITHMS: readonly Pkcs11Algorithm[] = ['RS256', 'PS256', 'ES256'];

const { signal } = new AbortController();

let hsm: SoftHsm;
beforeAll(async () => {
  hsm = await SoftHsm.create();
}, 30_000);
afterAll(() => hsm.remove());

function signerFor(
  alg: Pkcs11Algorithm,
  options: Partial<Pkcs11SignerOptions> = {},
): Promise<Signer> {
  const { library, tokenLabel, pin } = hsm;
  return pkcs11Signer({ library, tokenLabel, pin, keyLabel: 'login', alg, ...options });
}

describe('pkcs11Signer', () => {
  // First of all: once the library's process is logged in, it asks for no PIN.
  it('survives a wrong PIN, which it tries but once', async () => {
    const wrong = signerFor('ES256', { pin: '000000' });
    await expect(wrong).rejects.toThrow('The token refused the PIN');
    expect(await codeFrom(signerFor('ES256', { pin: '000000' }))).toBe('signer_failed');
    expect(await probeSigner(await signerFor('ES256'))).toBe('works');
  });

  it.each(ALGORITHMS)('signs %s with a key that it finds by its label', async (alg) => {
    const signer = await signerFor(alg);
    expect(signer).toMatchObject({ alg, publicJwk: { kid: signer.kid, alg, use: 'sig' } });
    expect(await probeSigner(signer)).toBe('works');
  });

  it('is the same key by its label, by its id, and by its slot', async () => {
    const signers = [
      await signerFor('RS256'),
      await signerFor('RS256', { keyId: '01' }),
      await pkcs11Signer({ ...onlySlot(), alg: 'RS256', keyId: '01' }),
    ];
    expect(new Set(signers.map(({ kid }) => kid)).size).toBe(1);
  });

  it('makes many signatures at a time', async () => {
    const signer = await signerFor('ES256', { sessions: 3, timeout: 10, retry: { budget: 10 } });
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => probeSigner(signer)));
    expect(outcomes.filter((outcome) => outcome !== 'works')).toEqual([]);
  });

  it('leaves the event loop free while it signs', async () => {
    const signer = await signerFor('RS256');
    let [signed, turns] = [0, 0];
    const turn = () => {
      turns += 1;
      if (signed < 50) setImmediate(turn);
    };
    setImmediate(turn);
    for (; signed < 50; signed += 1) await signer.sign(Buffer.from('bytes'), { signal });
    // Signatures that were made on this thread would be there before it turns at all.
    expect(turns).toBeGreaterThan(50);
  });

  it('finds the token again that was away', async () => {
    const signer = await signerFor('RS256', { retry: false });
    await hsm.takeAway();
    expect(await probeSigner(signer)).toEqual({ failure: 'signer_failed' });
    expect(await probeSigner(signer)).toEqual({ failure: 'signer_failed' });
    await hsm.bringBack();
    expect(await probeSigner(signer)).toBe('works');
  });

  it('does not begin without its token', async () => {
    await hsm.takeAway();
    expect(await codeFrom(signerFor('RS256'))).toBe('signer_failed');
    await hsm.bringBack();
    expect(await probeSigner(await signerFor('RS256'))).toBe('works');
  });

  it.each<[string, Partial<Pkcs11SignerOptions>, string]>([
    ['a library that is not there', { library: '/nowhere/library.so' }, 'signer_failed'],
    ['a token that is not there', { tokenLabel: 'another' }, 'signer_failed'],
    ['a key that is not there', { keyLabel: 'another' }, 'signer_failed'],
    ['a key of another type', { keyId: '01' }, 'signer_failed'],
    ['a label that two keys have', { keyLabel: 'twice' }, 'key_invalid'],
    ['two ways to name the token', { slot: 0 }, 'invalid_options'],
    ['an id that is no id', { keyId: 'login' }, 'invalid_options'],
    ['no session', { sessions: 0 }, 'invalid_options'],
  ])('refuses %s', async (_what, options, code) => {
    expect(await codeFrom(signerFor('ES256', options))).toBe(code);
  });

  it('refuses an algorithm that it does not know', async () => {
    // As it may come out of a configuration file.
    expect(await codeFrom(signerFor('EdDSA' as Pkcs11Algorithm))).toBe('invalid_options');
  });

  function onlySlot() {
    const { library, slot, pin } = hsm;
    return { library, slot, pin };
  }
});

describe.each(HTTP_ADAPTERS)('a key in an HSM on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  const startWith = (signer: Signer) =>
    start({ options: { keys: { signer }, login: { pushed: 'never' } } });

  it.each(ALGORITHMS)('logs in with %s', async (alg) => {
    const signer = await signerFor(alg);
    const app = await startWith(signer);
    expect((await app.logIn()).status).toBe(303);
    expect(app.fake.requests.last('token')).toMatchObject({
      status: 200,
      assertion: { header: { alg, kid: signer.kid } },
    });
  });

  it('that is taken away leaves the code unspent, and heals when it is back', async () => {
    const app = await startWith(await signerFor('ES256'));
    const tokenRequests = () => app.fake.requests.of('token').length;
    expect((await app.logIn()).status).toBe(303);
    expect(tokenRequests()).toBe(1);

    const jwks = async () => (await fetch(`${app.url}/.well-known/jwks.json`)).text();
    const published = await jwks();
    await hsm.takeAway();
    const refused = await app.logIn();
    const publishedMeanwhile = await jwks();
    await hsm.bringBack();
    expect(publishedMeanwhile).toBe(published);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.text()).toMatch(/Reference: [\w-]{36}/);
    expect(app.log.text).toContain('signer_failed');
    expect(tokenRequests()).toBe(1);

    expect((await app.logIn()).status).toBe(303);
    expect(tokenRequests()).toBe(2);
  });
});
