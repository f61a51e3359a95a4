import { randomUUID } from 'node:crypto';

import { eidAskedBy } from '../eids/offered-eids.js';
import type { Person } from '../eids/people.js';
import { claimsOf } from '../login/claims.js';
import type { FakeClaims } from '../model/fake-login.js';

export interface PhoneApproval {
  /** The id of the person who approves. @default the one who was asked, else the first whom the eID has */
  readonly person?: string;
  /** What the login comes back as. @default what was asked for */
  readonly acr?: string;
}

/** What an application asked for. */
export interface PhoneRequest {
  readonly clientId: string;
  readonly acr: string;
  readonly scopes: readonly string[];
  /** Who may approve: one person, when the application named somebody. */
  readonly people: readonly Person[];
  /** What the app shows, if anything. */
  readonly bindingMessage?: string | undefined;
}

/** How far the person is, in the words of Criipto and of BankID. */
const STEPS = [
  { description: 'awaiting first user interaction', hintCode: 'outstandingTransaction' },
  { description: 'awaiting user request acknowledgement', hintCode: 'userCallConfirm' },
  { description: 'awaiting user identification', hintCode: 'userSign' },
] as const;

/** A login that waits for somebody to act in an app on their phone, which here is the test. */
export class PhoneLogin {
  /** @internal oidc-provider's account, which is good for this login alone. */
  readonly accountId = randomUUID();
  /** @internal */
  outcome: 'waiting' | 'approved' | 'completed' | 'denied' | 'expired' = 'waiting';
  /** @internal */
  claims: FakeClaims;
  private steps = 0;
  private slowDowns = 0;

  constructor(readonly request: PhoneRequest) {
    this.claims = this.claimsOf({});
  }

  /** The person approves: the next poll has the tokens. */
  approve(approval: PhoneApproval = {}): void {
    this.claims = this.claimsOf(approval);
    this.outcome = 'approved';
  }

  /** The person declines. */
  deny(): void {
    this.outcome = 'denied';
  }

  /** Nobody acted in time. */
  expire(): void {
    this.outcome = 'expired';
  }

  /** The person opens the app, and then acknowledges the request: one step for each call. */
  proceed(): void {
    this.steps = Math.min(this.steps + 1, STEPS.length - 1);
  }

  /** The next poll comes too soon. */
  slowDown(): void {
    this.slowDowns += 1;
  }

  /** @internal */
  get step(): (typeof STEPS)[number] {
    return STEPS[this.steps] ?? STEPS[0];
  }

  /** @internal Whether this poll comes too soon. */
  takeSlowDown(): boolean {
    const isTooSoon = this.slowDowns > 0;
    if (isTooSoon) this.slowDowns -= 1;
    return isTooSoon;
  }

  private claimsOf({ person: id, acr = this.request.acr }: PhoneApproval): FakeClaims {
    const { people, scopes } = this.request;
    const person = id === undefined ? people[0] : people.find((each) => each.id === id);
    if (person) return claimsOf({ person, eid: eidAskedBy(acr), acr, scopes, at: Date.now() });
    const names = people.map((each) => each.id).join(', ');
    throw new Error(`Nobody called ${id} can approve this: ${names}`);
  }
}
