import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import type { KeyProvider } from '../keys/key-provider.js';
import { RingKeyProvider } from '../keys/ring/ring-keys.js';
import type { Signer } from '../keys/signer.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { signJwt } from './sign-jwt.js';

/**
 * The application's key of the moment, wherever it lives: asked anew for every signature. For key and signature
 * together nobody waits longer than for a request.
 */
export class ActiveKey {
  private readonly algorithm: SigningAlgorithm | undefined;

  constructor(
    private readonly keys: KeyProvider,
    private readonly options: ResolvedOptions,
  ) {
    // A ring makes a key that fits by itself; until the provider knows that one, logins need the other.
    const isRing = keys instanceof RingKeyProvider;
    this.algorithm = isRing ? undefined : options.assertion.algorithm;
  }

  /**
   * A JWT signed by it. `typ` is the type in the header; `false` leaves it out.
   *
   * @throws {CriiptoAuthError} `key_unavailable` when the key provider has no key to offer,
   *   `key_invalid` when the key does not fit, `signer_failed` when it could not sign in time.
   */
  async sign(typ: string | false, claims: object): Promise<string> {
    let signer: Signer | undefined;
    try {
      return await withinSeconds(this.options.http.timeouts.request, async (limit) => {
        signer = await this.keys.signer();
        if (limit.isOver) throw new TypeError('The key came when nobody waited for it any more');
        this.checkAlgorithm(signer);
        return signJwt(signer, typ, claims, limit);
      });
    } catch (error) {
      throw signer ? signingFailure(error, signer) : noKey(error);
    }
  }

  /** The keys that the options name were held against it at start-up; those of a KeyProvider come only now. */
  private checkAlgorithm({ kid, alg }: Signer): void {
    if (this.algorithm === undefined || this.algorithm === alg) return;
    throw new CriiptoAuthError(
      'key_invalid',
      `The key ${kid} signs ${alg}, but \`assertion.algorithm\` is ${this.algorithm}: ` +
        'leave it out, or let your KeyProvider give a key that fits it',
    );
  }
}

function noKey(error: unknown): CriiptoAuthError {
  return new CriiptoAuthError(
    'key_unavailable',
    `The keys could not be had to sign with one (${nameOfThrown(error)})`,
  );
}

function signingFailure(error: unknown, { kid }: Signer): CriiptoAuthError {
  if (error instanceof CriiptoAuthError) return error;
  return new CriiptoAuthError(
    'signer_failed',
    `The key ${kid} could not sign (${nameOfThrown(error)})`,
  );
}
