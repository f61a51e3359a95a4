import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { algorithmTraits } from '../keys/algorithms.js';
import type { Signer } from '../keys/signer.js';

/**
 * A signed JWT in compact form (RFC 7515 section 3.1), whoever holds the key.
 *
 * @throws {CriiptoAuthError} `key_invalid` when the signature is not raw, and what the signer throws.
 */
export async function signJwt(
  signer: Signer,
  typ: string | false,
  claims: object,
  signal: AbortSignal,
): Promise<string> {
  const header = { alg: signer.alg, kid: signer.kid, ...(typ === false ? {} : { typ }) };
  const input = `${base64url(header)}.${base64url(claims)}`;
  const signature = Buffer.from(await signer.sign(Buffer.from(input), { signal }));
  assertRaw(signature, signer);
  return `${input}.${signature.toString('base64url')}`;
}

/** What a KMS or an HSM returns is often DER, which a provider would refuse without saying why. */
function assertRaw({ length }: Buffer, { kid, alg }: Signer): void {
  const { signatureBytes: expected } = algorithmTraits(alg);
  if (expected === undefined || length === expected) return;
  throw new CriiptoAuthError(
    'key_invalid',
    `The key ${kid} returned ${length} bytes, but a signature of ${alg} has ${expected}: ` +
      'return the raw JOSE signature, which is r || s and not DER',
  );
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
