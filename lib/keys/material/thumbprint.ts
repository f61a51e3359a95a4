import { createHash } from 'node:crypto';

type PublicMember = 'kty' | 'n' | 'e' | 'crv' | 'x' | 'y';

/** The RFC 7638 thumbprint: the same name for the same key, wherever it is computed. */
export function thumbprint({
  kty,
  n,
  e,
  crv,
  x,
  y,
}: Readonly<Partial<Record<PublicMember, string | undefined>>>): string {
  // Section 3.2: the required members, in the order of their names, which stringify() keeps. It leaves
  // out those that this type of key does not have.
  const members = JSON.stringify({ crv, e, kty, n, x, y });
  return createHash('sha256').update(members).digest('base64url');
}
