import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { randomId } from '../common/random-id.js';
import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { KeyProvider } from '../keys/key-provider.js';
import type { Signer } from '../keys/signer.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { type AssertionClaims, assertionClaims } from './assertion-claims.js';
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
   *   `key_invalid` when the key does not fit, `signer_failed` when it could not sign in time.
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
    return this.sign(signer, claims);
  }

  /** A new assertion as the parameters to put into a request's form body. */
  async parameters(overrides: AssertionOverrides = {}): Promise<ClientAssertionParameters> {
    return {
      client_assertion_type: CLIENT_ASSERTION_TYPE,
      client_assertion: await this.create(overrides),
    };
  }

  private async activeSigner(): Promise<Signer> {
    const signer = await withinSeconds(this.timeout, () => this.keys.signer()).catch(
      (error: unknown) => {
        throw new CriiptoAuthError(
          'key_unavailable',
          `No key to sign with (${nameOfThrown(error)})`,
        );
      },
    );
    this.checkAlgorithm(signer);
    return signer;
  }

  /** The keys that the options name were held against it at start-up; those of a KeyProvider come only now. */
  private checkAlgorithm({ kid, alg }: Signer): void {
    const { algorithm } = this.options.assertion;
    if (algorithm === undefined || algorithm === alg) return;
    throw new CriiptoAuthError(
      'key_invalid',
      `The key ${kid} signs ${alg}, but \`assertion.algorithm\` is ${algorithm}: ` +
        'leave it out, or let your KeyProvider give a key that fits it',
    );
  }

  private async sign(signer: Signer, claims: AssertionClaims): Promise<string> {
    const { typ } = this.options.assertion;
    try {
      return await withinSeconds(this.timeout, (signal) => signJwt(signer, typ, claims, signal));
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      throw new CriiptoAuthError(
        'signer_failed',
        `The key ${signer.kid} could not sign (${nameOfThrown(error)})`,
      );
    }
  }

  private get timeout(): number {
    return this.options.http.timeouts.request;
  }

  /** What the provider publishes never decides the audience, or a hostile one could have our proof for another (CVE-2025-27370). */
  private audience(endpoint: string | undefined): string | readonly string[] {
    const { audience } = this.options.assertion;
    if (audience === 'issuer') return this.options.issuer;
    if (audience !== 'endpoint') return audience;
    return isOnOriginOf(this.options.issuer, endpoint) ? endpoint : this.options.issuer;
  }
}

function isOnOriginOf(issuer: string, endpoint: string | undefined): endpoint is string {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  return new URL(endpoint).origin === new URL(issuer).origin;
}
