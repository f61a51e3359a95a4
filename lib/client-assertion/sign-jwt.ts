import type { TimeLimit } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { algorithmTraits } from '../keys/algorithms.js';
import type { PublicJwk } from '../keys/public-jwk.js';
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
  limit: Pick<TimeLimit, 'signal'>,
): Promise<string> {
  const { alg, kid } = signer;
  const header = typ === false ? { alg, kid } : { alg, kid, typ };
  const input = `${base64url(header)}.${base64url(claims)}`;
  const options = {
    get signal() {
      return limit.signal; // made only for who asks
    },
  };
  const signature = Buffer.from(await signer.sign(Buffer.from(input), options));
  assertRaw(signature, signer);
  return `${input}.${signature.toString('base64url')}`;
}

/**
 * What a KMS or an HSM returns is often DER, and a service that is out of order may return anything: a
 * provider would refuse it without saying why, and the code that was sent with it would be spent.
 */
function assertRaw({ length }: Buffer, { kid, alg, publicJwk }: Signer): void {
  const { kty, signatureBytes = modulusBytes(publicJwk) } = algorithmTraits(alg);
  if (length === signatureBytes) return;
  throw new CriiptoAuthError(
    'key_invalid',
    `The key ${kid} returned ${length} bytes, but a signature of ${alg} has ${signatureBytes}: ` +
      `return the raw JOSE signature${kty === 'EC' ? ', which is r || s and not DER' : ''}`,
  );
}

/** RFC 8017 section 8: a signature of RSA is as long as the modulus. Some put a zero in front of that. */
function modulusBytes({ n = '' }: PublicJwk): number {
  const [first] = Buffer.from(n.slice(0, 2), 'base64url');
  return Buffer.byteLength(n, 'base64url') - (first === 0 ? 1 : 0);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
