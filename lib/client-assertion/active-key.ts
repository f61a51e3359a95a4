import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { KeyProvider } from '../keys/key-provider.js';
import type { Signer } from '../keys/signer.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { signJwt } from './sign-jwt.js';

/** The application's key of the moment, wherever it lives: asked anew for every signature, and never waited for long. */
export class ActiveKey {
  constructor(
    private readonly keys: KeyProvider,
    private readonly options: ResolvedOptions,
  ) {}

  /**
   * A JWT signed by it. `typ` is the type in the header; `false` leaves it out.
   *
   * @throws {CriiptoAuthError} `key_unavailable` when the key provider has no key to offer,
   *   `key_invalid` when the key does not fit, `signer_failed` when it could not sign in time.
   */
  async sign(typ: string | false, claims: object): Promise<string> {
    const signer = await this.signer();
    try {
      return await withinSeconds(this.timeout, ({ signal }) =>
        signJwt(signer, typ, claims, signal),
      );
    } catch (error) {
      if (error instanceof CriiptoAuthError) throw error;
      throw new CriiptoAuthError(
        'signer_failed',
        `The key ${signer.kid} could not sign (${nameOfThrown(error)})`,
      );
    }
  }

  private async signer(): Promise<Signer> {
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

  private get timeout(): number {
    return this.options.http.timeouts.request;
  }
}
