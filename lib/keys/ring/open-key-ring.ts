import type { DecryptionKey } from '../key-provider.js';
import { LocalSigner } from '../material/local-signer.js';
import type { KeyUse, PublicJwk } from '../public-jwk.js';
import { activeKey, neededKeys, publishedKeys, useOf } from './key-ring.js';
import type { StoredKey } from './key-ring.store.js';
import { type Misfits, misfitsAmong, type WantedKeys } from './misfits.js';
import type { PrivateKeySeal } from './private-key-seal.js';
import type { RingMoment } from './ring-clock.js';
import type { RotationPolicy } from './rotation-policy.js';

interface OpenSettings extends WantedKeys {
  readonly policy: RotationPolicy;
  readonly seal: PrivateKeySeal;
  readonly uses: readonly KeyUse[];
}

type OpenKey = LocalSigner | (DecryptionKey & { readonly publicJwk: PublicJwk });

/** A ring as it was read once, its private keys at hand. */
export class OpenKeyRing {
  private constructor(
    readonly keys: readonly StoredKey[],
    private readonly policy: RotationPolicy,
    private readonly opened: ReadonlyMap<string, OpenKey>,
    private published: readonly PublicJwk[],
    /** Those that options which were changed do not fit any more. */
    readonly misfits: Misfits,
  ) {}

  /**
   * Keys that `previous` opened are not opened again; revoked ones never.
   *
   * @throws {CriiptoAuthError} `key_invalid`.
   */
  static async of(
    keys: readonly StoredKey[],
    { policy, seal, uses, ...wanted }: OpenSettings,
    previous?: OpenKeyRing,
  ): Promise<OpenKeyRing> {
    const opened = new Map<string, OpenKey>();
    for (const key of keys) {
      if (key.revokedAt !== undefined || !uses.includes(useOf(key))) continue;
      opened.set(key.kid, previous?.opened.get(key.kid) ?? (await open(key, seal)));
    }
    const misfits = misfitsAmong(
      [...opened.values()].map(({ publicJwk }) => publicJwk),
      wanted,
    );
    return new OpenKeyRing(keys, policy, opened, previous?.published ?? [], misfits);
  }

  signer(now: number): LocalSigner | undefined {
    const key = this.opened.get(activeKey(this.keys, now)?.kid ?? '');
    return key instanceof LocalSigner ? key : undefined;
  }

  /** Those that the provider may have encrypted for, and the next one. */
  decryptionKeys({ now, certain }: RingMoment): readonly DecryptionKey[] {
    return neededKeys(this.keys, now, this.policy, 'enc', certain).flatMap(({ kid }) => {
      const key = this.opened.get(kid);
      return key === undefined || key instanceof LocalSigner ? [] : [key];
    });
  }

  /** The same list as long as it holds the same keys, so that the JWK set is serialized once. */
  publicKeys({ now, certain }: RingMoment): readonly PublicJwk[] {
    const published = publishedKeys(this.keys, now, this.policy, certain).flatMap(
      ({ kid }) => this.opened.get(kid)?.publicJwk ?? [],
    );
    const isSame =
      published.length === this.published.length &&
      published.every((key, index) => key === this.published[index]);
    if (!isSame) this.published = Object.freeze(published);
    return this.published;
  }
}

async function open(stored: StoredKey, seal: PrivateKeySeal): Promise<OpenKey> {
  const key = await seal.open(stored);
  return key.use === 'sig' ? new LocalSigner(key) : key;
}
