import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../test/support/eid-claims.js';
import { ageFacts } from '../eid/assurance/age-facts.js';
import { normaliseClaims } from '../eid/claims/normalise-claims.js';
import { personFingerprints } from '../eid/user/same-person.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import type { LoginBasis } from '../session/login-basis.js';
import { judgeLogin, type LoginFacts } from './judge-login.js';
import type { LoginPurpose } from './login-purpose.js';

const AGE = 'urn:age-verification';
const CLAIM = 'http://ageverification.criipto.com';
const NOW = Date.parse('2026-11-30T12:00:00Z') / 1000;

const userOf = (claims: object) =>
  toCriiptoUser(
    { ...claims },
    { issuer: 'https://acme.criipto.id', authenticatedAt: new Date(NOW * 1000) },
  );
const proof = (answers: object) => ({ ...eidClaims.ageVerification, [CLAIM]: answers });

function judge(
  claims: object,
  { purpose = { for: 'login' }, ...facts }: Partial<LoginFacts> = {},
): LoginBasis {
  const user = userOf(claims);
  const age = ageFacts(user.eid, normaliseClaims({ ...claims }));
  return judgeLogin(user, { purpose, scope: 'openid', acrValues: [], now: NOW, age, ...facts });
}

describe('judgeLogin of a login for a rule', () => {
  const rule = (more: object = {}): LoginPurpose => ({ for: 'rule', ...more });

  it('knows that it was for one', () => {
    expect(judge(eidClaims.mitid, { purpose: rule() }).madeFor).toBe('rule');
  });

  it.each(['urn:grn:authn:dk:mitid:low', 'urn:grn:authn:dk:mitid:substantial'])(
    'lets it count as the one before did, which was by %s',
    (acr) => {
      expect(judge(eidClaims.mitid, { purpose: rule({ asGoodAs: { acr } }) }).madeFor).toBe(
        'login',
      );
    },
  );

  it.each(['urn:grn:authn:dk:mitid:high', 'urn:grn:authn:se:bankid'])(
    'does not, where it is less than the one before, by %s',
    (acr) => {
      expect(judge(eidClaims.mitid, { purpose: rule({ asGoodAs: { acr } }) }).madeFor).toBe('rule');
    },
  );

  it('does not, where the level is lower than the one before', () => {
    const asGoodAs = { acr: 'urn:grn:authn:dk:mitid:low', level: 'high' };
    expect(judge(eidClaims.mitid, { purpose: rule({ asGoodAs }) }).madeFor).toBe('rule');
  });

  it('tells whether another came back than was there', () => {
    const isOther = (before: readonly string[]) =>
      judge(eidClaims.mitid, { purpose: rule({ before }) }).isOtherIdentity;
    expect(isOther(personFingerprints(userOf(eidClaims.mitid)))).toBeUndefined();
    expect(isOther(personFingerprints(userOf(eidClaims.vipps)))).toBe(true);
  });
});

describe('judgeLogin of a login that was begun before the upgrade', () => {
  it('does not believe that it was for nothing else', () => {
    const { mitid } = eidClaims;
    const user = userOf(mitid);
    const facts = { scope: 'openid', acrValues: [], now: NOW, age: undefined, purpose: undefined };
    expect(judgeLogin(user, facts).madeFor).toBe('rule');
  });
});

describe('judgeLogin of a proof that was asked for by an age rule', () => {
  const purpose: LoginPurpose = { for: 'age', years: 18, country: 'DK' };

  it.each([true, false])('keeps its answer: %p', (is_over_18) => {
    const { madeFor, age } = judge(proof({ country: 'DK', is_over_18 }), { purpose });
    expect([madeFor, age?.answers]).toEqual(['proof', { 18: is_over_18 }]);
  });

  it('makes no login of it where an age is one elsewhere', () => {
    const claims = proof({ country: 'DK', is_over_18: true });
    expect(judge(claims, { purpose, acrValues: [AGE] }).madeFor).toBe('proof');
  });

  it.each([
    ['proves less', { country: 'DK', is_over_15: true }],
    ['proves it elsewhere', { country: 'SE', is_over_18: true }],
    ['proves nothing', { country: 'DK' }],
  ])('refuses one that %s', (_what, answers) => {
    expect(() => judge(proof(answers), { purpose })).toThrow(
      expect.objectContaining({ code: 'acr_not_satisfied' }),
    );
  });
});

describe('judgeLogin of a proof that no rule asked for', () => {
  it('makes no login of it', () => {
    expect(judge(proof({ is_over_18: true })).madeFor).toBe('proof');
    expect(
      judge(proof({ is_over_18: true }), { acrValues: ['urn:grn:authn:dk:mitid:low'] }).madeFor,
    ).toBe('proof');
  });

  it('makes no login of one by another eID', () => {
    const { birthdate: _, verified_claims: __, ...idin } = eidClaims.idin;
    const ageCheck = { ageOrOlder: 18, ageCheckPassed: true };
    const anonymous = { ...withoutPerson(idin), verified_claims: { ageCheck } };
    expect(judge(anonymous).madeFor).toBe('proof');
    const named = { ...anonymous, verified_claims: { bin: 'PROEFBANK1', ageCheck } };
    expect(judge(named).madeFor).toBe('login');
  });

  it('makes none of one by an eID that users log in by, of which no age was asked', () => {
    const ageCheck = { ageOrOlder: 18, ageCheckPassed: true };
    const { birthdate: _, ...idin } = eidClaims.idin;
    const anonymous = { ...withoutPerson(idin), verified_claims: { ageCheck } };
    const acrValues = ['urn:grn:authn:nl:idin'];
    expect(() => judge(anonymous, { scope: 'openid idin:full-id', acrValues })).toThrow(
      expect.objectContaining({ code: 'acr_not_satisfied' }),
    );
    const scope = 'openid idin:age-verification';
    expect(judge(anonymous, { scope, acrValues }).madeFor).toBe('login');
  });

  it('makes a login of it where that is what users log in by', () => {
    expect(judge(proof({ is_over_18: true }), { acrValues: [AGE] }).madeFor).toBe('login');
  });

  it.each([
    ['says no', 'openid is_over_18', { is_over_18: false }, 'age_too_low'],
    ['says no to who did not say what was asked', 'openid', { is_over_18: false }, 'age_too_low'],
    ['proves less than was asked', 'openid is_over_18', { is_over_15: true }, 'acr_not_satisfied'],
    ['proves nothing', 'openid is_over_18', { country: 'DK' }, 'acr_not_satisfied'],
  ])('refuses one to log in by that %s', (_what, scope, answers, code) => {
    expect(() => judge(proof(answers), { scope, acrValues: [AGE] })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it.each([
    [
      'the lowest of several ages',
      'openid is_over_15 is_over_18',
      { is_over_15: true, is_over_18: false },
    ],
    ['more than was asked', 'openid is_over_18', { is_over_21: true }],
  ])('takes one to log in by that proves %s', (_what, scope, answers) => {
    expect(judge(proof(answers), { scope, acrValues: [AGE] }).madeFor).toBe('login');
  });
});

function withoutPerson(claims: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(claims).filter(([name]) => !/name|birth|mail|phone/.test(name)),
  );
}
