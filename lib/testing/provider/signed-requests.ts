import type { Configuration, errors as OidcErrors } from 'oidc-provider';
import { isFromFuture } from '../model/issued-at.js';

type Feature = NonNullable<NonNullable<Configuration['features']>['requestObjects']>;

const LONGEST_LIFETIME = 10 * 60;

/** Signed authorization requests (RFC 9101): verified by oidc-provider, and judged as strictly as assertions are. */
export function signedRequests(issuer: string, errors: typeof OidcErrors): Feature {
  return {
    enabled: true,
    assertJwtClaimsAndHeader: ({ oidc }, claims, { kid, typ }, client) => {
      // Judged when it was pushed; and requests that are not signed are kept in this form too.
      if (oidc.entities.PushedAuthorizationRequest) return;
      const { iss, aud, sub, iat, exp, jti } = claims;
      const refuse = (why: string) => {
        throw new errors.InvalidRequestObject(why);
      };
      if (iss !== client.clientId) refuse('issuer (iss) must be the client_id');
      if (aud !== issuer) refuse('audience (aud) must be the issuer, as one string');
      // With our client id there, it would be a client assertion: RFC 9101 section 10.8.
      if (sub !== undefined) refuse('subject (sub) must not be given');
      if (typeof jti !== 'string' || typeof kid !== 'string') refuse('jti and kid must be given');
      if (typ !== 'oauth-authz-req+jwt') refuse('typ must be oauth-authz-req+jwt');
      if (typeof iat !== 'number' || !(Number(exp) - iat <= LONGEST_LIFETIME))
        refuse('must expire within ten minutes of its issue (iat, exp)');
      else if (isFromFuture(iat, Date.now())) refuse('must not be issued in the future (iat)');
    },
  };
}
