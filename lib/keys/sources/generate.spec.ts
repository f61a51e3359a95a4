import { describe, expect, it } from '@jest/globals';

import { GeneratedKeyProvider } from './generate.js';

describe('GeneratedKeyProvider', () => {
  it('makes one key and keeps it', async () => {
    const provider = new GeneratedKeyProvider('ES256');
    const [first, second, keys] = await Promise.all([
      provider.signer(),
      provider.signer(),
      provider.publicKeys(),
    ]);
    expect(second).toBe(first);
    expect(keys).toEqual([first.publicJwk]);
  });

  it('makes another key in another process', async () => {
    const [one, other] = await Promise.all([
      new GeneratedKeyProvider('EdDSA').signer(),
      new GeneratedKeyProvider('EdDSA').signer(),
    ]);
    expect(one.kid).not.toBe(other.kid);
  });

  it('signs RS256 unless told otherwise', async () => {
    expect((await new GeneratedKeyProvider().signer()).alg).toBe('RS256');
  });

  it('opens nothing', async () => {
    expect(await new GeneratedKeyProvider('ES256').decryptionKeys()).toEqual([]);
  });
});
