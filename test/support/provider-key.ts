import type { JsonWebKey, KeyObject } from 'node:crypto';

import { CompactSign, type CompactJWSHeaderParameters } from 'jose';

import { type KeyKind, keyPair, publicJwk } from './private-keys.js';

/** A key that a provider signs with, and what it publishes of it. */
export interface ProviderKey {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly privateKey: KeyObject;
  readonly jwk: JsonWebKey;
}

const KINDS: Readonly<Record<string, KeyKind>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  EdDSA: 'ed25519',
};
/** Numbers from here on are the provider's, so that it shares no key with a client. */
const FIRST = 100;

/** One of a provider's keys: the same for the same number. `members` change what it publishes. */
export function providerKey(alg = 'RS256', nth = 1, members: JsonWebKey = {}): ProviderKey {
  const kind = KINDS[alg] ?? 'rsa';
  const jwk = publicJwk(kind, { kid: `provider-${nth}`, use: 'sig', ...members }, FIRST + nth);
  const kid = typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined;
  return { alg, kid, privateKey: keyPair(kind, FIRST + nth).privateKey, jwk };
}

/** A token in compact form. A payload that is a text is signed as it stands. */
export function signedBy(key: ProviderKey, payload: unknown, header: object = {}): Promise<string> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const named: CompactJWSHeaderParameters = { alg: key.alg };
  if (key.kid !== undefined) named.kid = key.kid;
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ ...named, ...header })
    .sign(key.privateKey);
}
