import type { TimeLimit } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { bytesOf, lengthProblem, noBytes, NothingReturned } from '../keys/raw-signature.js';
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
  const signature = rawSignature(await signer.sign(Buffer.from(input), options), signer);
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** With anything else a provider would refuse it without saying why, and the code that was sent with it would be spent. */
function rawSignature(returned: unknown, signer: Signer): Uint8Array {
  if (returned === undefined) throw new NothingReturned(signer.kid);
  const bytes = bytesOf(returned);
  const problem = bytes ? lengthProblem(bytes, signer) : noBytes(returned);
  if (bytes && problem === undefined) return bytes;
  throw new CriiptoAuthError('key_invalid', `The key ${signer.kid} ${problem}`);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
