import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type CriiptoAuthErrorCode, ERROR_CODES, isErrorCode } from '../errors/error-codes.js';
import { notePageFacts } from '../errors/page-facts.js';
import { LANGUAGES } from '../languages/language.js';
import { TEXTS_BY_LANGUAGE } from '../languages/texts-by-language.js';
import { pageTopicOf } from './page-topic.js';

const errorOf = (code: CriiptoAuthErrorCode) => new CriiptoAuthError(code, 'Refused');
const CODES = Object.keys(ERROR_CODES).filter(isErrorCode);

describe('the topic of a page', () => {
  it.each<[CriiptoAuthErrorCode, string]>([
    ['id_token_expired', 'login_failed'],
    ['store_unavailable', 'login_unavailable'],
    ['client_authentication_failed', 'login_broken'],
    ['key_invalid', 'login_broken'],
    ['login_cancelled', 'login_cancelled'],
    ['session_ended', 'session_ended'],
    ['refresh_rejected', 'session_ended'],
    ['user_mismatch', 'user_mismatch'],
    ['age_too_low', 'age_too_low_unknown'],
    ['company_required', 'company_required'],
  ])('of %s is %s', (code, topic) => {
    expect(pageTopicOf(errorOf(code))).toBe(topic);
  });

  it('is the age, where somebody knows which', () => {
    const error = errorOf('age_too_low');
    notePageFacts(error, { years: 18 });
    expect(pageTopicOf(error)).toBe('age_too_low');
  });

  it('does not say to who may be logged in that they are not: where a page demanded the login', () => {
    const error = errorOf('authentication_too_old');
    notePageFacts(error, { wayBack: '/transfer' });
    expect(pageTopicOf(error)).toBe('step_up_failed');
  });

  it.each(CODES.filter((code) => ERROR_CODES[code].status >= 500))(
    'has nobody start again for a fault of ours: %s',
    (code) => {
      const { title, text } = TEXTS_BY_LANGUAGE.en[pageTopicOf(errorOf(code))];
      expect(`${title} ${text}`).not.toMatch(/start again|not logged in/i);
    },
  );

  it.each(LANGUAGES)('tells nothing of how it works: %s', (language) => {
    for (const code of CODES) {
      const { title, text } = TEXTS_BY_LANGUAGE[language][pageTopicOf(errorOf(code))];
      expect(`${title} ${text}`).not.toMatch(/_|token|provider|\bkey\b|Criipto/i);
    }
  });
});
