export interface AssertionClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

export interface AssertionRequest {
  readonly clientId: string;
  readonly audience: string | readonly string[];
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly lifetime: number;
  readonly jti: string;
}

/**
 * The claims by which a client proves itself (RFC 7523 section 3, OpenID Connect Core section 9).
 * No `nbf`: a provider whose clock is a second behind would refuse it.
 */
export function assertionClaims(request: AssertionRequest): AssertionClaims {
  const { clientId, audience, issuedAt, lifetime, jti } = request;
  return {
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti,
    iat: issuedAt,
    exp: issuedAt + lifetime,
  };
}
