import type { Clock } from '../common/clock.js';
import type { AuthEvents } from '../events/auth-events.service.js';

/** What a key provider of ours needs: the time, and who wants to hear what happens to its keys. */
export interface KeyProviderDependencies {
  readonly clock: Clock;
  /** What time it is at the provider, in milliseconds since the epoch, if it has told. */
  readonly providerTime?: () => number | undefined;
  readonly events: Pick<AuthEvents, 'emit'>;
  /** Is told what goes wrong with the keys later on. Nothing secret. */
  readonly report: (message: string) => void;
  /** Is told what becomes of the keys, as it should be. Nothing secret. */
  readonly note: (message: string) => void;
}
