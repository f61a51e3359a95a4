import type { HintTokens } from './login-hint.js';
import type { PersonDetails } from './person-details.js';

export interface FakeLogin {
  readonly person: PersonDetails;
  readonly acr: string;
  readonly scopes: readonly string[];
  readonly hint?: HintTokens;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type FakeClaims = Readonly<Record<string, unknown>>;
