import { hours, minutes } from '../../common/durations.js';
import type { KeyValueStore } from '../../stores/key-value-store.js';
import type { EachOf, OptionReader } from '../reading/option-reader.js';
import { storeOption } from '../reading/store-option.js';
import type { ResolvedSession } from './session-options.js';

/** How long logins may take, and how many there may be. */
export interface TransactionOptions {
  /** Seconds that a login may take. @default 900 */
  readonly lifetime?: number;
  /** Logins that one browser may have under way; one more and the oldest goes. @default 10 */
  readonly maxParallel?: number;
  /**
   * Remembers which logins were completed, so that each is completed once, and with sessions in cookies which of
   * them ended. @default `session.store`, unless that is an `InMemoryStore`; else in memory of its own, per process
   */
  readonly store?: KeyValueStore;
}

export type ResolvedTransaction = ReturnType<typeof transactionOptions>;

const MAX_PARALLEL = 50;

export function transactionOptions(
  section: OptionReader<TransactionOptions>,
  session: ResolvedSession,
) {
  return {
    lifetime: section.seconds('lifetime', minutes(15), hours(1)),
    maxParallel: section.number('maxParallel', 10, { min: 1, max: MAX_PARALLEL }),
    store: storeOption(section, session.store),
  } as const satisfies EachOf<TransactionOptions>;
}
