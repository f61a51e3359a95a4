import { LocalSigner } from '../local-signer.js';
import type { PublicJwk } from '../public-jwk.js';
import { activeKey, publishedKeys, type RotationPolicy } from './key-ring.js';
import type { StoredKey } from './key-ring.store.js';
import type { PrivateKeySeal } from './private-key-seal.js';

/** A ring as it was read once, its private keys at hand. */
export class OpenKeyRing {
  private constructor(
    readonly keys: readonly StoredKey[],
    private readonly policy: RotationPolicy,
    private readonly signers: ReadonlyMap<string, LocalSigner>,
    private published: readonly PublicJwk[],
  ) {}

  /** Keys that `previous` opened are not opened again; revoked ones never. Errors: `key_invalid`. */
  static async of(
    keys: readonly StoredKey[],
    policy: RotationPolicy,
    seal: PrivateKeySeal,
    previous?: OpenKeyRing,
  ): Promise<OpenKeyRing> {
    const signers = new Map<string, LocalSigner>();
    for (const key of keys) {
      if (key.revokedAt !== undefined) continue;
      signers.set(key.kid, previous?.signers.get(key.kid) ?? new LocalSigner(await seal.open(key)));
    }
    return new OpenKeyRing(keys, policy, signers, previous?.published ?? []);
  }

  signer(now: number): LocalSigner | undefined {
    return this.signers.get(activeKey(this.keys, now)?.kid ?? '');
  }

  /** The same list as long as it holds the same keys, so that the JWK set is serialized once. */
  publicKeys(now: number): readonly PublicJwk[] {
    const published = publishedKeys(this.keys, now, this.policy).flatMap(
      ({ kid }) => this.signers.get(kid)?.publicJwk ?? [],
    );
    const isSame =
      published.length === this.published.length &&
      published.every((key, index) => key === this.published[index]);
    if (!isSame) this.published = Object.freeze(published);
    return this.published;
  }
}
