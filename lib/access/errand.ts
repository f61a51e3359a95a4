import type { AuthRule } from '../access-rules/auth-rule.js';
import { isAnonymous } from '../eid/assurance/age-facts.js';
import { ageRequest } from '../eid/assurance/age-request.js';
import { COMPANY_ACR_VALUES } from '../eid/assurance/company-login.js';
import { askForOtherIdentity } from '../eid/assurance/identity-asked.js';
import { personFingerprints } from '../eid/user/same-person.js';
import type { LoginPurpose } from '../login/login-purpose.js';
import type { LoginRequest } from '../login/login-request.js';
import type { Session } from '../session/session.js';

/** What a browser is sent to the provider for. */
export interface Errand {
  readonly request: LoginRequest;
  /** @default to log in */
  readonly purpose?: LoginPurpose;
}

type AcrRule = Extract<AuthRule, { kind: 'acr' }>;
/** For a company the same person is another identity. */
const COMPANY: AcrRule = { kind: 'acr', acrValues: COMPANY_ACR_VALUES, identity: 'other' };

type AgeRule = Extract<AuthRule, { kind: 'age' }>;

/** Who is logged in. */
export interface Visitor {
  readonly session: Session | undefined;
  /** Whether the session counts at every route. */
  readonly isLogin: boolean;
}

/** What a rule sends a browser for, and where it comes back to. Nothing, where it demands no more than a login. */
export function errandOf(
  rule: AuthRule | undefined,
  returnTo: string,
  visitor: Visitor,
): Errand | undefined {
  if (rule?.kind === 'acr') return stepUp(rule, returnTo, visitor);
  if (rule?.kind === 'company') return stepUp(COMPANY, returnTo, visitor);
  return rule?.kind === 'age' ? ageProof(rule, returnTo, visitor) : undefined;
}

/**
 * Whoever is logged in proves to be that person once more, unless another identity may come. Somebody who is not may
 * be anybody, and so may who logged in by an age: nobody comes back with the name of that.
 */
function stepUp(rule: AcrRule, returnTo: string, { session, isLogin }: Visitor): Errand {
  const { acrValues, maxAge } = rule;
  const before =
    session && isAnonymous(session.authentication) ? undefined : session?.authentication;
  const mayBeOther = before && isOtherAllowed(rule);
  return {
    request: {
      returnTo,
      acrValues,
      prompt: 'login',
      ...(maxAge === undefined ? {} : { maxAge }),
      ...(before && !mayBeOther ? { samePersonAs: before } : {}),
    },
    purpose: {
      for: 'rule',
      asGoodAs: before && isLogin ? { acr: before.acr, level: before.level } : undefined,
      before: mayBeOther ? personFingerprints(before) : undefined,
    },
  };
}

function isOtherAllowed({ acrValues, identity }: AcrRule): boolean {
  return identity === undefined ? askForOtherIdentity(acrValues) : identity === 'other';
}

/** Nothing, where no proof tells that age: a birthdate does. */
function ageProof(
  { years, country, maxAge }: AgeRule,
  returnTo: string,
  { session }: Visitor,
): Errand | undefined {
  const request = ageRequest({ years, ...(country ? { country } : {}) });
  const owner = session && personFingerprints(session.authentication);
  return (
    request && {
      request: {
        ...request,
        returnTo,
        ...(maxAge === undefined ? {} : { maxAge, prompt: 'login' }),
      },
      purpose: { for: 'age', years, country, owner },
    }
  );
}
