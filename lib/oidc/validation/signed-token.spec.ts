import { type KeyObject, sign } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { type KeyKind, keyPair } from '../../../test/support/private-keys.js';
import { verifySignedToken } from './signed-token.js';

const EXPECTED = { alg: 'RS256', maxSize: 10_000, sender: 'provider' } as const;

const base64url = (content: object): string =>
  Buffer.from(JSON.stringify(content)).toString('base64url');

function token(claims: object, nth = 0): string {
  const text = `${base64url({ alg: 'RS256', kid: 'one' })}.${base64url(claims)}`;
  const signature = sign('sha256', Buffer.from(text), keyPair('rsa', nth).privateKey);
  return `${text}.${signature.toString('base64url')}`;
}

const having = (key: KeyObject) => ({ find: () => Promise.resolve(key) });
const ours = keyPair('rsa').publicKey;

describe('verifySignedToken', () => {
  it('gives what the provider signed', async () => {
    const { claims } = await verifySignedToken(token({ sub: 'user-1' }), having(ours), EXPECTED);
    expect(claims).toEqual({ sub: 'user-1' });
  });

  it('says which key that was', async () => {
    expect(await verifySignedToken(token({}), having(ours), EXPECTED)).toMatchObject({
      kid: 'one',
      key: ours,
    });
  });

  it('refuses what another key signed', async () => {
    const refused = verifySignedToken(token({}, 1), having(ours), EXPECTED);
    expect(await codeFrom(refused)).toBe('id_token_signature_invalid');
  });

  it('refuses what was signed for other claims', async () => {
    const [header, , signature] = token({ sub: 'user-1' }).split('.');
    const changed = [header, base64url({ sub: 'user-2' }), signature].join('.');
    const refused = verifySignedToken(changed, having(ours), EXPECTED);
    expect(await codeFrom(refused)).toBe('id_token_signature_invalid');
  });

  it.each<KeyKind>(['P-256', 'ed25519', 'x25519'])(
    'refuses all, where the key is of the type %s',
    async (kind) => {
      const refused = verifySignedToken(token({}), having(keyPair(kind).publicKey), EXPECTED);
      expect(await codeFrom(refused)).toBe('id_token_signature_invalid');
    },
  );
});
