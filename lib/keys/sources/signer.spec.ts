import { describe, expect, it } from '@jest/globals';

import { privateJwk, publicJwk } from '../../../test/support/private-keys.js';
import type { Signer } from '../signer.js';
import { SignerKeyProvider } from './signer.js';

// A signer written in JavaScript: its key carries more, or less, than the type says.
const aSigner = (kid: string, jwk: object): Signer => ({
  kid,
  alg: 'ES256',
  publicJwk: jwk as Signer['publicJwk'],
  sign: () => Promise.resolve(new Uint8Array(64)),
});

describe('SignerKeyProvider', () => {
  it('signs with the first signer itself and publishes all', async () => {
    const first = aSigner('hsm-2', publicJwk('P-256'));
    const provider = new SignerKeyProvider([first, aSigner('hsm-1', publicJwk('P-256', {}, 1))]);
    expect(await provider.signer()).toBe(first);
    expect((await provider.publicKeys()).map(({ kid }) => kid)).toEqual(['hsm-2', 'hsm-1']);
  });

  it('publishes the kid, alg and use that it signs with', async () => {
    const provider = new SignerKeyProvider([aSigner('hsm-1', publicJwk('P-256'))]);
    expect(await provider.publicKeys()).toEqual([
      { ...publicJwk('P-256'), kid: 'hsm-1', alg: 'ES256', use: 'sig' },
    ]);
  });

  it('publishes nothing private, even when it was given', async () => {
    const provider = new SignerKeyProvider([aSigner('hsm-1', privateJwk('P-256'))]);
    expect((await provider.publicKeys())[0]).not.toHaveProperty('d');
  });

  it('refuses to be without a signer', () => {
    expect(() => new SignerKeyProvider([])).toThrow(
      expect.objectContaining({ code: 'key_invalid' }),
    );
  });
});
