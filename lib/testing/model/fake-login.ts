import type { FakeEidId } from './fake-eid-id.js';
import type { HintTokens } from './login-hint.js';
import type { Person } from './people.js';

export interface FakeLogin {
  readonly person: Person;
  /** @default what the person has */
  readonly eid?: FakeEidId | undefined;
  readonly acr: string;
  readonly scopes: readonly string[];
  readonly hint?: HintTokens;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type FakeClaims = Readonly<Record<string, unknown>>;
