import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';

import { codeFrom } from '../../../test/support/code-of.js';
import { keyPair } from '../../../test/support/private-keys.js';
import { type DecryptionKey, KeyProvider } from '../../keys/key-provider.js';
import { TokenDecryption } from './encrypted-token.js';

const TIMEOUT = 0.05;
const INSIDE = 'e30.e30.c2ln';

const key = (kid: string, nth: number, alg = 'RSA-OAEP-256'): DecryptionKey => ({
  kid,
  alg,
  privateKey: keyPair('rsa', nth).privateKey,
});

/** Has keys that decrypt, and counts how often it is asked. */
class DecryptingKeys extends KeyProvider {
  asked = 0;

  constructor(private readonly keys: () => Promise<readonly DecryptionKey[]>) {
    super();
  }

  override signer = () => Promise.reject(new Error('nothing to sign'));
  override publicKeys = () => Promise.resolve([]);

  override decryptionKeys() {
    this.asked += 1;
    return this.keys();
  }
}

const having = (...keys: DecryptionKey[]) => new DecryptingKeys(() => Promise.resolve(keys));
const open = (token: string, keys: KeyProvider) =>
  new TokenDecryption(keys, TIMEOUT).open(token, 32 * 1024);

function encrypted(header: object = {}, nth = 1, text = INSIDE): Promise<string> {
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'one', ...header })
    .encrypt(keyPair('rsa', nth).publicKey);
}

describe('TokenDecryption opens', () => {
  it.each(['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'])('%s', async (enc) => {
    expect(await open(await encrypted({ enc }), having(key('one', 1)))).toBe(INSIDE);
  });

  it('a token for any of our keys', async () => {
    const keys = having(key('two', 2), key('one', 1));
    expect(await open(await encrypted(), keys)).toBe(INSIDE);
    expect(await open(await encrypted({ kid: 'two' }, 2), keys)).toBe(INSIDE);
  });

  it('a token that names no key, by trying', async () => {
    const keys = having(key('two', 2), key('one', 1));
    expect(await open(await encrypted({ kid: undefined }), keys)).toBe(INSIDE);
  });

  it('with the keys of the moment', async () => {
    let keys = [key('two', 2)];
    const changing = new DecryptingKeys(() => Promise.resolve(keys));
    expect(await codeFrom(open(await encrypted(), changing))).toBe('id_token_decryption_failed');
    keys = [key('one', 1), ...keys];
    expect(await open(await encrypted(), changing)).toBe(INSIDE);
  });
});

describe('TokenDecryption refuses', () => {
  it('a token for a key that we do not have', async () => {
    const token = await encrypted({ kid: 'other' }, 3);
    expect(await codeFrom(open(token, having(key('one', 1))))).toBe('id_token_decryption_failed');
  });

  it('a token that names a key and is for another', async () => {
    const token = await encrypted({ kid: 'one' }, 2);
    const keys = having(key('one', 1), key('two', 2));
    expect(await codeFrom(open(token, keys))).toBe('id_token_decryption_failed');
  });

  it('a token for a key that is meant for something else', async () => {
    const token = await encrypted();
    const keys = having(key('one', 1, 'RSA-OAEP'));
    expect(await codeFrom(open(token, keys))).toBe('id_token_decryption_failed');
  });

  it('to try more than three keys', async () => {
    const token = await encrypted({ kid: undefined });
    const keys = having(key('two', 2), key('three', 3), key('two again', 2), key('one', 1));
    expect(await codeFrom(open(token, keys))).toBe('id_token_decryption_failed');
  });

  it.each([1, 2, 3, 4])('a token whose segment %d was changed', async (nth) => {
    const segments = (await encrypted()).split('.');
    const bytes = Buffer.from(segments[nth] ?? '', 'base64url');
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    segments[nth] = bytes.toString('base64url');
    const refused = open(segments.join('.'), having(key('one', 1)));
    expect(await codeFrom(refused)).toBe('id_token_decryption_failed');
  });

  it('always in the same words, and without a word of the reason', async () => {
    const token = await encrypted();
    const [header, , ...rest] = token.split('.');
    const refusals = await Promise.all(
      [
        open(token, having()),
        open(token, having(key('one', 2))),
        open([header, 'c2hvcnQ', ...rest].join('.'), having(key('one', 1))),
        open(`${token.slice(0, -4)}AAAA`, having(key('one', 1))),
      ].map((opening) => opening.catch((error: unknown) => error)),
    );
    const shown = refusals.map((error) => {
      const { code, message, cause } = error as { code: string; message: string; cause: unknown };
      return inspect({ code, message, cause });
    });
    expect(new Set(shown).size).toBe(1);
  });

  it('without asking for keys what is encrypted in another way', async () => {
    const keys = having(key('one', 1));
    const token = await encrypted({ alg: 'RSA-OAEP' });
    expect(await codeFrom(open(token, keys))).toBe('id_token_decryption_failed');
    expect(keys.asked).toBe(0);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('HSM'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('for now, when the key provider %s', async (_, keys) => {
    const token = await encrypted();
    expect(await codeFrom(open(token, new DecryptingKeys(keys)))).toBe('key_unavailable');
  });
});
