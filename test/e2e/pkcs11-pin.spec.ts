import { describe, expect, it } from '@jest/globals';
import type { Signer } from 'nestjs-criipto-auth';
import { pkcs11Signer, type Pkcs11SignerOptions } from 'nestjs-criipto-auth/pkcs11';

import { probeSigner } from '../../lib/keys/sources/signer-probe.js';
import {
  CKF_USER_PIN_COUNT_LOW,
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_LOCKED,
} from '../../lib/pkcs11/cryptoki.js';
import { codeFrom } from '../support/code-of.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn } from '../support/test-app.js';
import type { WatchedToken } from '../support/watched-token.js';
import { WatchedTokens } from '../support/watched-tokens.js';

const WRONG = '000000';

const tokens = new WatchedTokens();

/** An instance of its own, as far as PINs go: nothing of what others tried is known to it. */
async function anInstance(flags = 0): Promise<WatchedToken> {
  const token = await tokens.add();
  await token.flag(flags);
  return token;
}

function signerOf(
  { library }: WatchedToken,
  pin: unknown,
  options: Partial<Pkcs11SignerOptions> = {},
): Promise<Signer> {
  return pkcs11Signer({
    library,
    tokenLabel: tokens.hsm.tokenLabel,
    keyLabel: 'login',
    alg: 'ES256',
    // As it may come out of JavaScript.
    pin: pin as string,
    ...options,
  });
}

/** A login with the tools of the token takes its counter back. */
async function logInWithTools(): Promise<void> {
  await signerOf(await anInstance(), tokens.hsm.pin, { atCountLow: 'try' });
}

describe('the PIN of a token', () => {
  it.each<[string, unknown, string]>([
    ['that is not there', undefined, '`pin` is no text'],
    ['that is empty', '', '`pin` is empty'],
    ['of blanks', '  ', '`pin` is empty'],
    ['that is a number', 123_456, '`pin` is no text'],
    ['in a Buffer', Buffer.from('123456'), '`pin` is no text'],
    ['with the line break of its file', '123456\n', '`pin` has a line break'],
  ])('%s is refused and not tried', async (_what, pin, message) => {
    const token = await anInstance();
    const refused = signerOf(token, pin);
    await expect(refused).rejects.toThrow(message);
    expect(await codeFrom(refused)).toBe('invalid_options');
    expect(await token.count('C_Initialize')).toBe(0);
  });

  it.each<[string, () => unknown, string]>([
    ['gives none', () => undefined, 'No PIN was tried, since `pin` gave what is no text'],
    ['gives an empty one', () => Promise.resolve(''), '`pin` gave what is empty'],
    [
      'fails',
      () => Promise.reject(Object.assign(new Error('of the vault'), { code: 'EVAULT' })),
      'No PIN was tried, since `pin` failed (EVAULT)',
    ],
    ['never answers', () => new Promise(() => undefined), '`pin` gave none within 0.1 s'],
  ])('of a function that %s costs no try', async (_what, pin, message) => {
    const token = await anInstance();
    const refused = signerOf(token, pin, { retry: { budget: 0.1 } });
    await expect(refused).rejects.toThrow(message);
    expect(await codeFrom(refused)).toBe('signer_failed');
    expect([await token.count('C_Login'), await token.count('C_OpenSession')]).toEqual([0, 0]);
  });

  it('is not tried again, and leaves no session open, when the token refused it', async () => {
    const token = await anInstance();
    expect(await codeFrom(signerOf(token, WRONG))).toBe('signer_failed');
    expect(await codeFrom(signerOf(token, WRONG))).toBe('signer_failed');
    expect(await token.count('C_Login')).toBe(1);
    expect(await token.count('C_CloseSession')).toBe(await token.count('C_OpenSession'));
    expect(await probeSigner(await signerOf(token, tokens.hsm.pin))).toBe('works');
  });

  it('is tried once, however many instances have a wrong one', async () => {
    const instances = await Promise.all([anInstance(), anInstance(), anInstance()]);
    for (const instance of instances)
      expect(await codeFrom(signerOf(instance, WRONG))).toBe('signer_failed');
    const tries = await Promise.all(instances.map((instance) => instance.count('C_Login')));
    expect(tries).toEqual([1, 0, 0]);
    await logInWithTools();
  });

  it.each<[string, number, string]>([
    ['has counted a wrong one', CKF_USER_PIN_COUNT_LOW, 'counted a wrong PIN'],
    ['has one more try', CKF_USER_PIN_FINAL_TRY, 'One more wrong PIN locks the token'],
    ['is locked', CKF_USER_PIN_LOCKED, 'has locked its PIN'],
  ])('is not tried where the token %s', async (_what, flags, message) => {
    const token = await anInstance(flags);
    await expect(signerOf(token, tokens.hsm.pin)).rejects.toThrow(message);
    expect(await token.count('C_Login')).toBe(0);
    expect(await token.count('C_CloseSession')).toBe(1);
    await token.flag(0);
    expect(await probeSigner(await signerOf(token, tokens.hsm.pin))).toBe('works');
  });

  it('is tried at a low count by who was told to, but never the last time', async () => {
    const token = await anInstance(CKF_USER_PIN_COUNT_LOW);
    await signerOf(token, tokens.hsm.pin, { atCountLow: 'try' });
    expect(await token.count('C_Login')).toBe(1);
    const last = await anInstance(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY);
    expect(await codeFrom(signerOf(last, tokens.hsm.pin, { atCountLow: 'try' }))).toBe(
      'signer_failed',
    );
    expect(await last.count('C_Login')).toBe(0);
  });

  it('is tried at a low count where it was right before', async () => {
    const token = await anInstance();
    const signer = await signerOf(token, tokens.hsm.pin);
    await token.flag(CKF_USER_PIN_COUNT_LOW);
    // Makes the library start anew, so that sessions must be opened again.
    expect(await codeFrom(signerOf(token, tokens.hsm.pin, { keyLabel: 'another' }))).toBe(
      'signer_failed',
    );
    expect(await probeSigner(signer)).toBe('works');
    expect(await token.count('C_Login')).toBeGreaterThan(1);
  });

  it('is not tried at a count that became low after this process had logged in', async () => {
    const token = await anInstance();
    expect(await codeFrom(signerOf(token, WRONG))).toBe('signer_failed');
    await signerOf(token, tokens.hsm.pin);
    await token.flag(CKF_USER_PIN_COUNT_LOW);
    await codeFrom(signerOf(token, tokens.hsm.pin, { keyLabel: 'another' }));
    await expect(signerOf(token, '999999')).rejects.toThrow('counted a wrong PIN');
    expect(await probeSigner(await signerOf(token, tokens.hsm.pin))).toBe('works');
  });

  it('is refused with an order for a low count that nobody knows', async () => {
    // As it may come out of a configuration file.
    const order = { atCountLow: 'always' as 'try' };
    const refused = signerOf(await anInstance(), tokens.hsm.pin, order);
    await expect(refused).rejects.toThrow("`atCountLow` must be 'refuse' or 'try'");
  });
});

describe.each(HTTP_ADAPTERS)('the counter of a token on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('is in the log, and told by an event, when it is low', async () => {
    const token = await anInstance(CKF_USER_PIN_COUNT_LOW);
    const signer = await signerOf(token, tokens.hsm.pin, { atCountLow: 'try' });
    const app = await start({ options: { keys: { signer }, login: { pushed: 'never' } } });
    expect(app.log.text).toContain('CKF_USER_PIN_COUNT_LOW');
    await token.flag(CKF_USER_PIN_FINAL_TRY);
    await codeFrom(signerOf(token, tokens.hsm.pin, { keyLabel: 'another' }));
    expect((await app.logIn()).status).toBe(503);
    expect(app.log.text).toContain('CKF_USER_PIN_FINAL_TRY');
  });
});
