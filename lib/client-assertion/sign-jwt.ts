import type { Signer } from '../keys/signer.js';

/** A signed JWT in compact form (RFC 7515 section 3.1), whoever holds the key. */
export async function signJwt(
  signer: Signer,
  typ: string | false,
  claims: object,
  signal: AbortSignal,
): Promise<string> {
  const header = { alg: signer.alg, kid: signer.kid, ...(typ === false ? {} : { typ }) };
  const input = `${base64url(header)}.${base64url(claims)}`;
  const signature = await signer.sign(Buffer.from(input), { signal });
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
