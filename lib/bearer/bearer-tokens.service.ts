import type { KeyObject } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { sha256 } from '../crypto/sha256.js';
import { authenticationInstant } from '../eid/claims/authentication-instant.js';
import { CriiptoUser, type CriiptoUserFields } from '../eid/user/criipto-user.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import { ID_TOKEN_TYPES } from '../oidc/validation/jws-header.js';
import { type SignedToken, verifySignedToken } from '../oidc/validation/signed-token.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { checkBearerClaims, scopesOf } from './bearer-claims.js';
import { bearerRequirements } from './bearer-requirements.js';

const MAX_TOKEN_BYTES = 16 * 1024;
const REMEMBERED_TOKENS = 1000;
/** RFC 9068 section 2.1, with and without what RFC 7515 section 4.1.9 lets one leave out. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];

/** Who a token speaks of. */
export interface Bearer {
  readonly authentication: CriiptoUser;
  /** Whether the token tells when the user authenticated; else `authenticatedAt` is when it was issued. */
  readonly isTimeTold: boolean;
}

interface VerifiedToken {
  /** Of which everybody who asks is given a user of their own: handlers may write on it. */
  readonly user: CriiptoUserFields;
  readonly isTimeTold: boolean;
  readonly scopes: readonly string[];
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

/**
 * Says who the bearer of a token is. Tokens that were verified are remembered, by their hash, for as long as
 * they are good and the provider publishes the key that they are signed with, so that one that comes again
 * costs little.
 */
@Injectable()
export class BearerTokens {
  private readonly verified: ExpiringLru<VerifiedToken>;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly clock: Clock,
  ) {
    this.verified = new ExpiringLru(clock, REMEMBERED_TOKENS);
  }

  /**
   * Verifies a token that the provider issued for this API.
   *
   * @throws {CriiptoAuthError} `bearer_token_invalid` with what is wrong as its `cause`;
   *   `bearer_scope_insufficient`; `provider_keys_unavailable`, `discovery_…`; `invalid_options` without the
   *   option `bearer`.
   */
  async verify(token: string): Promise<Bearer> {
    const { scopes, ...verified } =
      (await this.remembered(token)) ?? (await this.verifyAnew(token));
    const demanded = bearerRequirements(this.options);
    const missing = demanded.scopes.filter((scope) => !scopes.includes(scope));
    if (missing.length === 0) return bearerOf(verified);
    throw new CriiptoAuthError(
      'bearer_scope_insufficient',
      `The token lacks the scope ${missing.join(' ')}`,
    );
  }

  private async remembered(token: string): Promise<VerifiedToken | undefined> {
    const name = sha256(token);
    const known = this.verified.get(name);
    if (!known) return undefined;
    const published = await this.findKey(known.kid).catch(asInvalid);
    if (published === known.key) return known;
    this.verified.delete(name);
    return undefined;
  }

  private async verifyAnew(token: string): Promise<VerifiedToken> {
    const { idTokens, audience } = bearerRequirements(this.options);
    const { issuer, idToken } = this.options;
    const types = [...ACCESS_TOKEN_TYPES, ...(idTokens ? ID_TOKEN_TYPES : [])];
    const keys = { find: (_alg: unknown, kid: string | undefined) => this.findKey(kid) };
    try {
      const signed = await verifySignedToken(token, keys, {
        alg: idToken.alg,
        maxSize: MAX_TOKEN_BYTES,
        types,
        sender: 'anybody',
      });
      const { clockTolerance } = idToken;
      const goodUntil = checkBearerClaims(signed.claims, {
        issuer,
        audience,
        now: this.clock.seconds(),
        clockTolerance,
      });
      return this.remember(token, signed, goodUntil);
    } catch (error) {
      return asInvalid(error);
    }
  }

  private remember(token: string, signed: SignedToken, goodUntil: number): VerifiedToken {
    const { claims, kid, key } = signed;
    const verified = { ...this.userOf(signed), scopes: scopesOf(claims), kid, key };
    this.verified.set(sha256(token), verified, goodUntil);
    return verified;
  }

  private userOf({ claims }: SignedToken): Pick<VerifiedToken, 'user' | 'isTimeTold'> {
    const issuedAt = new Date(Number(claims['iat']) * 1000); // a number, or it was refused
    const user = toCriiptoUser(claims, {
      issuer: this.options.issuer,
      authenticatedAt: issuedAt,
    }).reveal();
    return { user, isTimeTold: authenticationInstant(user.claims) !== undefined };
  }

  private findKey(kid: string | undefined): Promise<KeyObject> {
    return this.client.providerKey(this.options.idToken.alg, kid);
  }
}

/** Its claims are frozen. A date is not. */
function bearerOf({ user, isTimeTold }: Pick<VerifiedToken, 'user' | 'isTimeTold'>): Bearer {
  const authenticatedAt = new Date(user.authenticatedAt);
  return { authentication: new CriiptoUser({ ...user, authenticatedAt }), isTimeTold };
}

/** One code for all that may be wrong with a token; what may be right another time keeps its own. */
function asInvalid(error: unknown): never {
  if (!(error instanceof CriiptoAuthError)) throw error;
  if (error.status !== 401 || error.code === 'bearer_token_invalid') throw error;
  throw new CriiptoAuthError('bearer_token_invalid', error.message, { cause: error });
}
