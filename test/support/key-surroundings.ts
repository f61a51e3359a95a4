import type { AuthEventMap, AuthEventName } from '../../lib/events/auth-events.js';
import type { KeySurroundings } from '../../lib/keys/sources/resolve-source.js';
import { FakeClock } from './fake-clock.js';

/** Surroundings of a `KeyProvider` that keep what they were told. */
export class RecordingSurroundings implements KeySurroundings {
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
