type Members = Readonly<Record<string, unknown>>;

/** A JWT taken apart, without its signature and unverified. */
export interface DecodedJwt {
  readonly header: Members;
  readonly claims: Members;
}

/** What is in a JWT; members are missing where it is none. */
export function decodeJwt(jwt: string | undefined): DecodedJwt | undefined {
  const [header, claims] = jwt?.split('.') ?? [];
  if (header === undefined || claims === undefined) return undefined;
  return { header: decode(header), claims: decode(claims) };
}

function decode(segment: string): Members {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // whatever was sent, it was no JWT: oidc-provider will say so
  }
}
