import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { randomId } from '../crypto/random-id.js';
import { KeyProvider } from '../keys/key-provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { ActiveKey } from './active-key.js';
import { assertionAudience } from './assertion-audience.js';

const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The two parameters of RFC 7521 section 4.2. */
export interface ClientAssertionParameters {
  readonly client_assertion_type: typeof CLIENT_ASSERTION_TYPE;
  readonly client_assertion: string;
}

/** What differs from assertion to assertion. */
export interface AssertionOverrides {
  /** The endpoint that the assertion goes to; matters only with `assertion.audience: 'endpoint'`. */
  readonly endpoint?: string;
}

/**
 * Makes the assertions by which this application proves itself to the provider: signed by its own
 * key, for the configured issuer, short-lived, and each used once.
 */
@Injectable()
export class ClientAssertionService {
  private readonly key: ActiveKey;

  constructor(
    private readonly options: ResolvedOptions,
    keys: KeyProvider,
    private readonly clock: Clock,
  ) {
    this.key = new ActiveKey(keys, options);
  }

  /**
   * A new assertion (RFC 7523 section 3), with a `jti` of its own: make one for every single request, retries
   * included. It is good for `assertion.lifetime` seconds.
   *
   * @throws {CriiptoAuthError} `key_unavailable` when the key provider has no key to offer,
   *   `key_invalid` when the key does not fit, `signer_failed` when it could not sign in time.
   */
  create(overrides: AssertionOverrides = {}): Promise<string> {
    const claims = assertionClaims({
      clientId: this.options.clientId,
      audience: assertionAudience(this.options, overrides.endpoint),
      issuedAt: this.clock.seconds(),
      lifetime: this.options.assertion.lifetime,
      jti: randomId(),
    });
    return this.key.sign(this.options.assertion.typ, claims);
  }

  /**
   * A new assertion as the parameters to put into a request's form body (RFC 7521 section 4.2).
   *
   * @throws {CriiptoAuthError} as `create()` does.
   */
  async parameters(overrides: AssertionOverrides = {}): Promise<ClientAssertionParameters> {
    return {
      client_assertion_type: CLIENT_ASSERTION_TYPE,
      client_assertion: await this.create(overrides),
    };
  }
}

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
