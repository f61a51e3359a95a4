import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';
import { sha256 } from '../crypto/sha256.js';
import type { LogoutToken } from '../oidc/validation/logout-token.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';

/** However soon a token ends. */
const REMEMBERED_FOR_AT_LEAST = minutes(3);

/** Which logout tokens were acted on: by their `jti`, at every instance, for as long as they are good. */
export class ReceivedLogouts {
  constructor(
    private readonly store: KeyValueStore,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {}

  async has({ jti }: LogoutToken): Promise<boolean> {
    return (await this.store.get(this.keyOf(jti))) !== undefined;
  }

  /** Of several who add the same, exactly one is told that it was new. */
  add({ jti, goodUntil }: LogoutToken): Promise<boolean> {
    const left = Math.max(REMEMBERED_FOR_AT_LEAST, goodUntil - this.clock.seconds());
    return this.store.putIfAbsent(this.keyOf(jti), '', left);
  }

  /** Of a fixed length, and no other application's. */
  private keyOf(jti: string): string {
    const { issuer, clientId } = this.options;
    const named = JSON.stringify([issuer, clientId, jti]);
    return `logout:${sha256(named)}`;
  }
}
