import type { AuthEventMap, AuthEventName } from '../../lib/events/auth-events.js';
import type { KeyProviderDependencies } from '../../lib/keys/key-provider-dependencies.js';
import { FakeClock } from './fake-clock.js';

/** What a `KeyProvider` needs, which keeps what it was told. */
export class RecordingDependencies implements KeyProviderDependencies {
  readonly told: string[] = [];
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  readonly events = {
    emit: <N extends AuthEventName>(name: N, payload: AuthEventMap[N]) => {
      this.told.push('kid' in payload ? `${name} ${payload.kid}` : name);
    },
  };
  readonly report = (message: string) => {
    this.problems.push(message);
  };
  readonly note = (message: string) => {
    this.notes.push(message);
  };

  constructor(readonly clock = new FakeClock()) {}
}
