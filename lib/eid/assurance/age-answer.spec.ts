import { describe, expect, it } from '@jest/globals';

import { ageAnswer, type AgeDemand } from './age-answer.js';
import { type AgeFacts, ageFacts } from './age-facts.js';

const NOW = Date.parse('2026-11-30T12:00:00Z') / 1000;

function answer(
  facts: AgeFacts | undefined,
  demand: Partial<AgeDemand> = {},
  { seconds = 0, isTimeTold = true } = {},
) {
  const authenticatedAt = new Date((NOW - seconds) * 1000);
  const clocks = { now: NOW, clockTolerance: 60 };
  return ageAnswer({ facts, authenticatedAt, isTimeTold }, { years: 18, ...demand }, clocks);
}

const adult = { birthdate: '1985-04-12', timeZone: 'Europe/Copenhagen' };
const child = { birthdate: '2013-04-12', timeZone: 'Europe/Copenhagen' };

describe('ageAnswer', () => {
  it('knows nothing where nothing was told', () => {
    expect(answer(undefined)).toBe('unknown');
    expect(answer({ answers: {} })).toBe('unknown');
  });

  it.each([
    [adult, 18, 'yes'],
    [adult, 41, 'yes'],
    [adult, 42, 'no'],
    [child, 13, 'yes'],
    [child, 18, 'no'],
  ])('answers for any age by a birthdate: %j, %i', (facts, years, expected) => {
    expect(answer(facts, { years })).toBe(expected);
  });

  it.each([
    [{ 18: true }, 18, 'yes'],
    [{ 18: false }, 18, 'no'],
    [{ 21: true }, 18, 'yes'],
    [{ 15: false }, 18, 'no'],
    [{ 15: true }, 18, 'unknown'],
    [{ 21: false }, 18, 'unknown'],
    [{ 15: true, 21: false }, 16, 'unknown'],
  ])(
    'answers by a proof for its ages, and what follows from them: %j, %i',
    (answers, years, expected) => {
      expect(answer({ answers }, { years })).toBe(expected);
    },
  );

  it('takes no proof of another country', () => {
    const answers = { 18: true };
    expect(answer({ answers, country: 'DK' }, { country: 'DK' })).toBe('yes');
    expect(answer({ answers, country: 'SE' }, { country: 'DK' })).toBe('unknown');
    expect(answer({ answers, country: 'SE' })).toBe('yes');
  });

  it('takes the birthdate of whatever country', () => {
    expect(answer(adult, { country: 'SE' })).toBe('yes');
  });

  it.each([
    [300, true, 'yes'],
    [361, true, 'unknown'],
    [0, false, 'unknown'],
  ])(
    'takes a yes that is %i s old where five minutes are allowed (time told: %p): %s',
    (seconds, isTimeTold, expected) => {
      expect(answer(adult, { maxAge: 300 }, { seconds, isTimeTold })).toBe(expected);
      expect(answer({ answers: { 18: true } }, { maxAge: 300 }, { seconds, isTimeTold })).toBe(
        expected,
      );
    },
  );

  it('asks again for a proof that said no too long ago, and not for a birthdate', () => {
    expect(answer({ answers: { 18: false } }, { maxAge: 300 }, { seconds: 361 })).toBe('unknown');
    expect(answer(child, { maxAge: 300 }, { seconds: 361 })).toBe('no');
  });
});

describe('ageFacts', () => {
  it('take the country from the proof, whatever else the claims say', () => {
    const proof = { country: 'SE', is_over_18: true };
    const claims = { 'http://ageverification.criipto.com': proof, country: 'DK' };
    expect(ageFacts('age-verification', claims)?.country).toBe('SE');
    const check = { ageCheck: { ageOrOlder: 18, ageCheckPassed: true } };
    expect(ageFacts('idin', { verified_claims: check, country: 'BE' })?.country).toBe('NL');
  });
});
