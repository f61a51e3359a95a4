import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';

import type { RegisteredKeys } from './assertion-judge.js';

const LONGEST_LIFETIME = 600;
/** Claims of the object itself, which are no parameters of the request. */
const OWN_CLAIMS = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti']);
/** What must not be in it (RFC 9101 sections 4 and 10.8). */
const FORBIDDEN = ['sub', 'request', 'request_uri', 'client_secret', 'client_assertion'];

/** Judges signed authorization requests (RFC 9101) as the strictest of providers do. */
export class RequestObjectJudge {
  private readonly seen = new Set<string>();
  private readonly accepted = new Set<string>();

  constructor(
    private readonly issuer: string,
    private readonly client: RegisteredKeys,
    /** Seconds since the epoch. */
    private readonly now: () => number,
  ) {}

  /** The parameters that it holds, whoever signed it. */
  parametersIn(requestObject: string): URLSearchParams {
    const claims = Object.entries(decodeJwt(requestObject));
    const parameters = claims.filter(([name]) => !OWN_CLAIMS.has(name));
    return new URLSearchParams(
      parameters.map(([name, value]): [string, string] => [name, String(value)]),
    );
  }

  /** What is wrong with it, if anything. A browser may come with the same twice. */
  async problemOf(requestObject: string): Promise<string | undefined> {
    if (this.accepted.has(requestObject)) return undefined;
    try {
      const keys = createLocalJWKSet(await this.client.keys());
      const { payload, protectedHeader } = await jwtVerify(requestObject, keys, {
        issuer: this.client.id,
        typ: 'oauth-authz-req+jwt',
        requiredClaims: ['iat', 'exp', 'jti'],
        currentDate: new Date(this.now() * 1000),
      });
      const { aud, iat = 0, exp = 0, jti = '', client_id: clientId } = payload;
      if (protectedHeader.kid === undefined) return 'no kid';
      if (aud !== this.issuer) return 'another audience';
      if (clientId !== this.client.id) return 'another client_id';
      if (iat > this.now()) return 'from the future';
      if (exp - iat > LONGEST_LIFETIME) return 'too long a life';
      if (FORBIDDEN.some((name) => name in payload)) return 'a claim that must not be there';
      if ('max_age' in payload && typeof payload['max_age'] !== 'number')
        return 'a max_age in text';
      if (jti.length < 22 || this.seen.has(jti)) return 'a jti that is short or old';
      this.seen.add(jti);
      this.accepted.add(requestObject);
      return undefined;
    } catch (error) {
      return String((error as { code?: unknown }).code); // jose's errors have one
    }
  }
}
