import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { keyPair, privateJwk } from '../../../test/support/private-keys.js';
import { localKey } from '../material/local-key.js';
import { StaticKeyProvider } from './static-keys.js';

const { privateKey: rsa } = keyPair('rsa');
const { privateKey: ec } = keyPair('P-256');

describe('StaticKeyProvider', () => {
  it('signs with the first signing key and publishes all of them', async () => {
    const provider = new StaticKeyProvider([
      await localKey(ec, { kid: 'new' }),
      await localKey(rsa, { kid: 'old' }),
    ]);
    expect((await provider.signer()).kid).toBe('new');
    expect((await provider.publicKeys()).map(({ kid }) => kid)).toEqual(['new', 'old']);
  });

  it('publishes keys for encryption after those that sign', async () => {
    const provider = new StaticKeyProvider([
      await localKey(rsa, { kid: 'opens', use: 'enc' }),
      await localKey(ec, { kid: 'signs' }),
    ]);
    expect(await provider.publicKeys()).toMatchObject([
      { kid: 'signs', use: 'sig' },
      { kid: 'opens', use: 'enc' },
    ]);
  });

  it('offers keys for encryption for decryption', async () => {
    const provider = new StaticKeyProvider([
      await localKey(rsa, { kid: 'opens', use: 'enc' }),
      await localKey(ec, { kid: 'signs' }),
    ]);
    expect(await provider.decryptionKeys()).toEqual([
      { kid: 'opens', alg: 'RSA-OAEP-256', privateKey: rsa },
    ]);
  });

  it('gives the same frozen list each time', async () => {
    const provider = new StaticKeyProvider([await localKey(ec)]);
    const keys = await provider.publicKeys();
    expect(Object.isFrozen(keys)).toBe(true);
    expect(await provider.publicKeys()).toBe(keys);
  });

  it('refuses to be without a signing key', async () => {
    const key = await localKey(rsa, { use: 'enc' });
    expect(() => new StaticKeyProvider([key])).toThrow(
      expect.objectContaining({ code: 'key_invalid' }),
    );
  });

  it('shows no private key when it is inspected or serialized', async () => {
    const provider = new StaticKeyProvider([await localKey(rsa)]);
    const shown = inspect(provider, { depth: 10, showHidden: true }) + JSON.stringify(provider);
    expect(shown).not.toContain(privateJwk('rsa').d);
    expect(shown).not.toContain('PrivateKeyObject');
  });
});
