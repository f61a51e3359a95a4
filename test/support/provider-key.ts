import { constants, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

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
  ES256K: 'secp256k1',
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

/** A token in compact form. A payload of text or bytes is signed as it stands, and the header may say anything. */
export async function signedBy(
  key: ProviderKey,
  payload: unknown,
  header: object = {},
): Promise<string> {
  const named = { alg: key.alg, ...(key.kid === undefined ? {} : { kid: key.kid }), ...header };
  const isRaw = typeof payload === 'string' || payload instanceof Uint8Array;
  const content = isRaw ? payload : JSON.stringify(payload);
  const input = `${base64url(JSON.stringify(named))}.${base64url(content)}`;
  return `${input}.${signatureOf(input, key).toString('base64url')}`;
}

/** RFC 7518 section 3, RFC 8037 section 3.1. */
function signatureOf(input: string, { alg, privateKey }: ProviderKey): Buffer {
  const pss = {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  return sign(hashOf(alg), Buffer.from(input), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
    ...(alg.startsWith('PS') ? pss : {}),
  });
}

/** The digest that goes with an algorithm. EdDSA hashes by itself. */
export function hashOf(alg: string): string | null {
  return alg === 'EdDSA' ? null : `sha${alg.slice(2, 5)}`;
}

function base64url(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64url');
}
