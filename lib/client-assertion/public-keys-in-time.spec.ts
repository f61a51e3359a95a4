import { describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../test/support/code-of.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { KeyProvider } from '../keys/key-provider.js';
import type { PublicJwk } from '../keys/public-jwk.js';
import type { Signer } from '../keys/signer.js';
import { publicKeysInTime } from './public-keys-in-time.js';

class OwnKeys extends KeyProvider {
  constructor(private readonly answer: () => Promise<readonly PublicJwk[]>) {
    super();
  }

  override signer(): Promise<Signer> {
    return Promise.reject(new Error('not asked for here'));
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return this.answer();
  }
}

const asked = (answer: () => Promise<readonly PublicJwk[]>) =>
  publicKeysInTime(new OwnKeys(answer), 0.05);

describe('the public keys of a KeyProvider', () => {
  it('are what it gives', async () => {
    expect(await asked(async () => [])).toEqual([]);
  });

  it('are unavailable when it never answers', async () => {
    expect(await codeFrom(asked(() => new Promise(() => undefined)))).toBe('key_unavailable');
  });

  it('are unavailable when it throws, and no word of it is repeated', async () => {
    const failure = asked(async () => Promise.reject(new RangeError('something secret')));
    await expect(failure).rejects.toThrow(
      new CriiptoAuthError('key_unavailable', 'The public keys cannot be had (RangeError)'),
    );
  });
});
