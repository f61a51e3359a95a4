import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { KeyProvider } from '../key-provider.js';
import { type PublicJwk, toPublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';

/** Keys that never enter the process: each signs by its own `Signer`. The first is the active one. */
export class SignerKeyProvider extends KeyProvider {
  private readonly active: Signer;
  private readonly published: readonly PublicJwk[];

  /** Errors: `key_invalid` when there is no signer, or one without a proper public key. */
  constructor(signers: readonly Signer[]) {
    super();
    const [active] = signers;
    if (active === undefined) throw new CriiptoAuthError('key_invalid', 'There is no signer.');
    this.active = active;
    this.published = Object.freeze(
      signers.map(({ kid, alg, publicJwk }) => toPublicJwk({ ...publicJwk, kid, alg, use: 'sig' })),
    );
  }

  override signer(): Promise<Signer> {
    return Promise.resolve(this.active);
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve(this.published);
  }
}
