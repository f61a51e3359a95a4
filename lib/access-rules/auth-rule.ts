import type { AgeDemand } from '../eid/assurance/age-answer.js';
import type { Acr } from '../eid/eids.js';
import type { GuardClass } from './rule-reader.js';

/** What a handler demands of who calls it. One rule each: a handler's replaces its class's. */
export type AuthRule =
  | { readonly kind: 'public'; readonly guard?: GuardClass }
  | { readonly kind: 'optional' }
  | {
      readonly kind: 'acr';
      readonly acrValues: readonly Acr[];
      readonly maxAge?: number;
      readonly identity?: StepUpIdentity;
    }
  | ({ readonly kind: 'age' } & AgeDemand)
  | { readonly kind: 'company' };

/** Who may come back from a stronger login: the same person alone, or another identity too. */
export type StepUpIdentity = 'same' | 'other';

export const STEP_UP_IDENTITIES: readonly StepUpIdentity[] = ['same', 'other'];

/** Where the rules of every copy of this package are kept. */
export const AUTH_RULE = Symbol.for('nestjs-criipto-auth:rule');
