import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { Clock } from '../../common/clock.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { KeyProvider } from '../key-provider.js';
import type { KeyUse } from '../public-jwk.js';
import {
  type KeyInRing,
  type KeyRevocation,
  type KeyRotation,
  keysInRing,
  revocationOf,
  rotationOf,
} from './key-ring-report.js';
import type { RingStatus } from './key-ring-status.js';
import { RingKeyProvider } from './ring-keys.js';

/** Keeps the keys of `keys.ring` going, and lets an operator step in. */
@Injectable()
export class KeyRotationService implements OnModuleInit, OnApplicationShutdown {
  private readonly ring: RingKeyProvider | undefined;

  constructor(
    keys: KeyProvider,
    private readonly clock: Clock,
  ) {
    this.ring = keys instanceof RingKeyProvider ? keys : undefined;
  }

  async onModuleInit(): Promise<void> {
    await this.ring?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ring?.stop();
  }

  /** Whether the application uses `keys.ring`. Without it there is nothing to rotate, revoke or list. */
  get isRotating(): boolean {
    return this.ring !== undefined;
  }

  /**
   * How it stands with the keys in use, as this instance knows it: from memory, so that it answers while the
   * store is down. `undefined` without `keys.ring`. For health checks.
   */
  status(): RingStatus | undefined {
    return this.ring?.status();
  }

  /**
   * Lets the next key take over as soon as it was published for long enough, or at once by `force`:
   * then logins may fail until the provider has fetched our keys again. `use` says which key: that which
   * signs, or that which the provider encrypts for. Other instances follow within a minute.
   *
   * @param options `force` is `false` by default, `use` is `'sig'`.
   * @throws {CriiptoAuthError} `key_unavailable` when the store fails, or when its clock and that of this instance
   *   are more than five minutes apart; `key_invalid` when it holds something
   *   else, `invalid_options` without `keys.ring`, or without `keys.ring.encryption` for a key of that use.
   */
  async rotate({
    force = false,
    use = 'sig',
  }: { readonly force?: boolean; readonly use?: KeyUse } = {}): Promise<KeyRotation> {
    const ring = this.rotating();
    if (!ring.uses.includes(use)) {
      throw new CriiptoAuthError(
        'invalid_options',
        'The ring has no encryption keys: set `keys.ring.encryption`.',
      );
    }
    const { kid, keys } = await ring.apply((stored, moment) => {
      // A key that is dated by a wrong clock signs before the provider knows it, or much later than it is said to.
      if (moment.dispute !== undefined)
        throw new CriiptoAuthError(
          'key_unavailable',
          `${moment.dispute}. Rotate at an instance whose clock is right, or set it.`,
        );
      return stored.rotate(moment, force, use);
    });
    return rotationOf(kid, keys, ring.policy);
  }

  /**
   * Never uses this key again, and does not publish it any more: for a key that leaked. Another one is used
   * from now on, a new one if need be. Other instances follow within a minute.
   *
   * @throws {CriiptoAuthError} `key_invalid` when there is no such key, or the store holds something else,
   *   `key_unavailable` when the store fails, `invalid_options` without `keys.ring`.
   */
  async revoke(kid: string): Promise<KeyRevocation> {
    const ring = this.rotating();
    const { keys } = await ring.apply((stored, moment) => stored.revoke(moment, kid));
    return revocationOf(kid, keys, this.clock.seconds(), ring.policy);
  }

  /**
   * The keys in the store now, in the order in which they sign, revoked ones last.
   *
   * @throws {CriiptoAuthError} `key_unavailable` when the store fails, `key_invalid` when it holds something
   *   else, `invalid_options` without `keys.ring`.
   */
  async list(): Promise<readonly KeyInRing[]> {
    const ring = this.rotating();
    const { keys } = await ring.apply((stored, { latest }) => stored.load(latest));
    return keysInRing(keys, this.clock.seconds(), ring.policy);
  }

  private rotating(): RingKeyProvider {
    if (this.ring) return this.ring;
    throw new CriiptoAuthError('invalid_options', 'The keys do not rotate: use `keys.ring`.');
  }
}
