import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { type DecryptionKey, KeyProvider } from '../key-provider.js';
import type { LocalDecryptionKey, LocalKey, LocalSigningKey } from '../material/local-key.js';
import { LocalSigner } from '../material/local-signer.js';
import type { PublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';

/** Keys that stay the same as long as the process lives. The first that signs is the active one. */
export class StaticKeyProvider extends KeyProvider {
  readonly #signer: Signer;
  readonly #publicKeys: readonly PublicJwk[];
  readonly #decryptionKeys: readonly DecryptionKey[];

  /** @throws {CriiptoAuthError} `key_invalid` when none of the keys signs. */
  constructor(keys: readonly LocalKey[]) {
    super();
    const signing = keys.filter((key): key is LocalSigningKey => key.use === 'sig');
    const decryption = keys.filter((key): key is LocalDecryptionKey => key.use === 'enc');
    const [active] = signing;
    if (active === undefined) throw new CriiptoAuthError('key_invalid', 'None of the keys signs.');
    this.#signer = new LocalSigner(active);
    // One frozen list for good, so that the JWK set is serialized once.
    this.#publicKeys = Object.freeze([...signing, ...decryption].map(({ publicJwk }) => publicJwk));
    this.#decryptionKeys = Object.freeze(
      decryption.map(({ kid, alg, privateKey }) => Object.freeze({ kid, alg, privateKey })),
    );
  }

  override signer(): Promise<Signer> {
    return Promise.resolve(this.#signer);
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve(this.#publicKeys);
  }

  override decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return Promise.resolve(this.#decryptionKeys);
  }
}
