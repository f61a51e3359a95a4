import type { FakeClaims } from '../model/fake-login.js';
import type { HintTokens } from '../model/login-hint.js';
import type { Country, PersonDetails } from '../model/person-details.js';
import type { CallerRules } from './caller-rules.js';
import type { ClaimContext } from './claim-context.js';

/** An eID as the fake offers it, and who can log in by it. */
export interface FakeEid<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** What applications ask for it by. */
  readonly acrValues: readonly string[];
  /** What a login without a more exact wish comes back as. */
  readonly usualAcr: string;
  /** Those of `acrValues` that leave the choice to the person. */
  readonly open?: readonly string[];
  /** Whose people have it, unless they have another. */
  readonly usualIn?: Country;
  /** Another eID, in place of which or beside which a hint asks for this one. */
  readonly byHint?: {
    readonly of: string;
    readonly asked: (hint: HintTokens) => 'demanded' | 'optional' | undefined;
  };
  /** What it says of a person: beside what is common to all, unless it tells no identity. */
  readonly claims: (login: ClaimContext) => FakeClaims;
  /** Whether it is offered to whom asks for it alone, and to people of other eIDs, as it has none. */
  readonly tellsNoIdentity?: boolean;
  /** Whether the age of its people can be told by another. */
  readonly tellsAge?: boolean;
  /** What it knows beside what several do. */
  readonly scopes?: readonly string[];
  /** How it takes calls, if it does. */
  readonly caller?: CallerRules;
  readonly people: readonly PersonDetails[];
}
