import type { Person } from '../eids/people.js';
import type { FakeClient } from '../model/fake-client.js';

/** Where the fake listens, whom it knows, and in what it differs from Criipto. */
export interface FakeCriiptoOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** The applications that may use it. More can be added by `register`. */
  readonly clients?: readonly FakeClient[];
  /** Who can log in. @default TEST_PEOPLE */
  readonly people?: readonly Person[];
  /** Pushed authorization requests (RFC 9126). @default 'offered' */
  readonly pushed?: 'offered' | 'required' | 'absent';
  /** Whether callbacks name their issuer (RFC 9207), which Criipto's do not. @default false */
  readonly sendIss?: boolean;
  /** How claims are called: the "JWT format" of the application in the dashboard. @default 'compact' */
  readonly claimNames?: 'compact' | 'uri';
  /** For how many seconds the keys behind a client's `jwksUri` are kept, whatever its `max-age`. @default 0 */
  readonly clientKeysCache?: number;
  /**
   * Told in a line whenever a client assertion, or a secret, is refused, and why; `false` for silence.
   * @default console.warn
   */
  readonly log?: ((line: string) => void) | false;
}
