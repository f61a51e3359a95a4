import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { FakeExchange } from '../../../test/support/fake-exchange.js';
import { COOKIES, resolvedOptions } from '../../../test/support/resolved-options.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { Cookies } from '../../http/cookies.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { PageSender } from '../../pages/page-sender.js';
import { PlainPages } from '../../pages/plain-pages.js';
import { LOGOUT_LIFETIME } from '../logout-cookie.js';
import { LogoutQuestion } from './logout-question.js';

const HIDDEN = { origin: 'null' };

let options: ResolvedOptions;
let clock: FakeClock;
let question: LogoutQuestion;
let reported: string[];

beforeEach(async () => {
  options = await resolvedOptions();
  clock = new FakeClock();
  reported = [];
  const report = (problem: string): number => reported.push(problem);
  const pages = new PageSender(options, new PlainPages(), report);
  question = new LogoutQuestion(options, clock, pages, report);
});

interface Asked {
  readonly cookie: string;
  readonly token: string;
}

/** What a browser has of a question: its cookie, and the token on the page. */
function ask(): Asked {
  const exchange = new FakeExchange();
  question.ask(exchange, new Cookies(exchange, options.site), '/out');
  const set = exchange.answered.find(([name]) => name === 'set-cookie')?.[1] ?? '';
  const token = /name="token" value="([^"]+)"/.exec(exchange.sent?.body ?? '')?.[1];
  return { cookie: set.split(';')[0] ?? '', token: token ?? '' };
}

function isAnswered(cookie: string, token?: string, headers = {}): Promise<boolean> {
  const exchange = new FakeExchange({
    method: 'POST',
    headers: { ...HIDDEN, cookie, ...headers },
    form: new URLSearchParams(token === undefined ? {} : { token }),
  });
  return question.isAnswered(exchange, new Cookies(exchange, options.site));
}

describe('LogoutQuestion', () => {
  it('is answered by its token, in the browser that was asked', async () => {
    const { cookie, token } = ask();
    expect(await isAnswered(cookie, token)).toBe(true);
  });

  it.each([undefined, '', 'AQ'])('is not answered by %p', async (token) => {
    expect(await isAnswered(ask().cookie, token)).toBe(false);
  });

  it('is not answered by the cookie itself', async () => {
    const { cookie } = ask();
    expect(await isAnswered(cookie, cookie.slice(cookie.indexOf('=') + 1))).toBe(false);
  });

  it('is not answered where another question was asked, or none, or by a cookie of somebody', async () => {
    const { token } = ask();
    const planted = `__Host-${COOKIES.logout}=${'x'.repeat(43)}`;
    for (const cookie of [ask().cookie, '', planted])
      expect(await isAnswered(cookie, token)).toBe(false);
  });

  it('is not answered too late', async () => {
    const { cookie, token } = ask();
    clock.advance(LOGOUT_LIFETIME);
    expect(await isAnswered(cookie, token)).toBe(false);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring host', { 'sec-fetch-site': 'same-site' }],
    ['another origin, in an older browser', { origin: 'https://evil.example' }],
    ['a script', { accept: 'application/json' }],
  ])('is not for %s', async (_who, headers) => {
    const { cookie, token } = ask();
    await expect(isAnswered(cookie, token, headers)).rejects.toMatchObject({
      code: 'logout_cross_site',
      status: 403,
    });
  });

  describe('whose answer cannot be read', () => {
    const failing = (code: 'callback_malformed' | 'form_unreadable') => {
      const exchange = new FakeExchange({
        method: 'POST',
        headers: { ...HIDDEN, cookie: ask().cookie },
      });
      exchange.form = () => Promise.reject(new CriiptoAuthError(code, 'The form is gone'));
      return question.isAnswered(exchange, new Cookies(exchange, options.site));
    };

    it('is asked once more, where the form is at fault', async () => {
      expect(await failing('callback_malformed')).toBe(false);
      expect(reported).toEqual([]);
    });

    it('is told of, where the application is', async () => {
      await expect(failing('form_unreadable')).rejects.toMatchObject({ code: 'form_unreadable' });
      expect(reported).toEqual([expect.stringContaining('form_unreadable')]);
    });
  });
});
