import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { randomId } from '../common/random-id.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { KeyProvider } from '../keys/key-provider.js';
import type { Signer } from '../keys/signer.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { assertionClaims } from './assertion-claims.js';
import { signJwt } from './sign-jwt.js';

const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The two parameters of RFC 7521 section 4.2. */
export interface ClientAssertionParameters {
  readonly client_assertion_type: typeof CLIENT_ASSERTION_TYPE;
  readonly client_assertion: string;
}

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
  constructor(
    private readonly options: ResolvedOptions,
    private readonly keys: KeyProvider,
    private readonly clock: Clock,
  ) {}

  /**
   * A new assertion, with a `jti` of its own: make one for every single request, retries included.
   *
   * @throws {CriiptoAuthError} `key_unavailable` when the key provider has no key to offer,
   *   `signer_failed` when the key could not sign in time.
   */
  async create(overrides: AssertionOverrides = {}): Promise<string> {
    const signer = await this.activeSigner();
    const claims = assertionClaims({
      clientId: this.options.clientId,
      audience: this.audience(overrides.endpoint),
      issuedAt: this.clock.seconds(),
      lifetime: this.options.assertion.lifetime,
      jti: randomId(),
    });
    try {
      const signal = AbortSignal.timeout(this.options.http.timeouts.request * 1000);
      return await signJwt(signer, this.options.assertion.typ, claims, signal);
    } catch (error) {
      throw new CriiptoAuthError(
        'signer_failed',
        `The key ${signer.kid} could not sign (${nameOf(error)})`,
      );
    }
  }

  /** A new assertion as the parameters to put into a request's form body. */
  async parameters(overrides: AssertionOverrides = {}): Promise<ClientAssertionParameters> {
    return {
      client_assertion_type: CLIENT_ASSERTION_TYPE,
      client_assertion: await this.create(overrides),
    };
  }

  private async activeSigner(): Promise<Signer> {
    try {
      return await this.keys.signer();
    } catch (error) {
      throw new CriiptoAuthError('key_unavailable', `No key to sign with (${nameOf(error)})`);
    }
  }

  /** What the provider publishes never decides the audience, or a hostile one could have our proof for another (CVE-2025-27370). */
  private audience(endpoint: string | undefined): string | readonly string[] {
    const { audience } = this.options.assertion;
    if (audience === 'issuer') return this.options.issuer;
    if (audience !== 'endpoint') return audience;
    const ownOrigin = new URL(this.options.issuer).origin;
    const onOwnOrigin = endpoint !== undefined && new URL(endpoint).origin === ownOrigin;
    return onOwnOrigin ? endpoint : this.options.issuer;
  }
}

/** Names an error of somebody else's without repeating what it says. */
function nameOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }; // only read, of whatever was thrown
  return String(code ?? name);
}
