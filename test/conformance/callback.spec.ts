import { expect, it } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { expectRefused } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import type { RelyingParty } from '../support/relying-party.js';

type Tamper = (parameters: URLSearchParams) => URLSearchParams;

const MINUTE = 60;

/** The callback with these parameters changed; those that are `undefined` are left out. */
const having =
  (changes: Readonly<Record<string, string | undefined>>): Tamper =>
  (parameters) => {
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) parameters.delete(name);
      else parameters.set(name, value);
    }
    return parameters;
  };

const twice =
  (name: string, value = 'another'): Tamper =>
  (parameters) => {
    parameters.append(name, value);
    return parameters;
  };

/** An error in place of the code. */
const failing = (error: string): Tamper => having({ code: undefined, error });

/** The parameter under another name, with the same value. */
const renamed =
  (name: string, other: string): Tamper =>
  (parameters) => {
    parameters.append(other, parameters.get(name) ?? '');
    parameters.delete(name);
    return parameters;
  };

const REFUSED: readonly (readonly [string, CriiptoAuthErrorCode, Tamper])[] = [
  ['C2 no state', 'callback_malformed', having({ state: undefined })],
  ['C2 an empty state', 'callback_malformed', having({ state: '' })],
  ['C2 another state', 'login_unknown', (same) => having({ state: `${same.get('state')}1` })(same)],
  ['C2 a state of 5000 characters', 'callback_malformed', having({ state: 'x'.repeat(5000) })],
  ['C2 the state in a list', 'callback_malformed', renamed('state', 'state[]')],
  ['C2 the state in an object', 'callback_malformed', renamed('state', 'state[a]')],
  ['C4 another issuer', 'issuer_mismatch', having({ iss: 'https://evil.example' })],
  ['C5 two states', 'callback_malformed', twice('state')],
  ['C5 two codes', 'callback_malformed', twice('code')],
  ['C5 two issuers', 'callback_malformed', (same) => twice('iss')(twice('iss')(same))],
  ['C5 a code and an error', 'callback_malformed', twice('error', 'access_denied')],
  ['C6 an ID token', 'callback_malformed', twice('id_token', 'a.b.c')],
  ['C6 an access token', 'callback_malformed', twice('access_token')],
  ['C6 a token type', 'callback_malformed', twice('token_type', 'Bearer')],
  ['C6 a response', 'callback_malformed', twice('response', 'a.b.c')],
  ['C13 access_denied', 'login_cancelled', failing('access_denied')],
  ['C13 login_required', 'login_required', failing('login_required')],
  ['C13 interaction_required', 'login_interaction_required', failing('interaction_required')],
  ['C13 consent_required', 'login_consent_required', failing('consent_required')],
  ['C13 server_error', 'login_refused_by_provider', failing('server_error')],
  [
    'C13 temporarily_unavailable',
    'provider_temporarily_unavailable',
    failing('temporarily_unavailable'),
  ],
  ['C13 neither a code nor an error', 'callback_malformed', having({ code: undefined })],
  [
    'A07 an error of no login',
    'login_unknown',
    having({ code: undefined, error: 'access_denied', state: 'forged' }),
  ],
];

const ACCEPTED: readonly (readonly [string, Tamper])[] = [
  ['C7 parameters that nobody knows', having({ session_state: 'a b', scope: 'openid', utm: '1' })],
  [
    'C7 parameters with a meaning in JavaScript',
    having({ '__proto__[admin]': '1', constructor: '1' }),
  ],
];

describeOnGrid('Callback', {}, (party, responseMode) => {
  const logIn = async (tamper: Tamper, browser = new Browser()): Promise<boolean> => {
    await party().logIn(browser, tamper);
    return party().isLoggedIn(browser);
  };

  it.each(REFUSED)('%s', async (_case, code, tamper) => {
    await expectRefused(party(), { code, tamper });
  });

  it.each(ACCEPTED)('%s', async (_case, tamper) => {
    expect(await logIn(tamper)).toBe(true);
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('C4 the issuer, though that was not promised', async () => {
    const { issuer } = party().provider;
    expect(await logIn(having({ iss: issuer }))).toBe(true);
  });

  it('C4 the issuer with a slash', async () => {
    await expectRefused(party(), {
      code: 'issuer_mismatch',
      tamper: having({ iss: `${party().provider.issuer}/` }),
    });
  });

  it('C2 a state of 1 MB', async () => {
    const browser = new Browser();
    const { response } = await party().logIn(browser, having({ state: 'x'.repeat(1_000_000) }));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(party().provider.sent('token')).toEqual([]);
  });

  it('C9 in its last second', async () => {
    expect(await logIn(later(party(), 15 * MINUTE - 1))).toBe(true);
  });

  it('C9 a second too late', async () => {
    await expectRefused(party(), { code: 'login_expired', tamper: later(party(), 15 * MINUTE) });
  });

  it('C10 by the other method', async () => {
    const { provider, url } = party();
    const browser = new Browser();
    const parameters = provider.login(locationOf(await party().begin(browser)));
    const answer =
      responseMode === 'query'
        ? await browser.navigate(`${url}/auth/callback`, { method: 'POST', body: parameters })
        : await browser.navigate(`${url}/auth/callback?${parameters.toString()}`);
    expect(answer.status).toBe(400);
    expect(provider.sent('token')).toEqual([]);
  });

  it('C10 the state by the other method', async () => {
    const { provider, url } = party();
    const browser = new Browser();
    const parameters = provider.login(locationOf(await party().begin(browser)));
    const answer = await browser.navigate(`${url}/auth/callback?${parameters.toString()}`, {
      method: 'POST',
      body: having({ state: undefined })(new URLSearchParams(parameters)),
    });
    expect(answer.status).toBe(400);
    expect(provider.sent('token')).toEqual([]);
  });

  it('C12 a stale one goes home when the user is in already', async () => {
    const browser = new Browser();
    const { callback } = await party().logIn(browser);
    const answer = await party().callback(browser, callback?.parameters ?? new URLSearchParams());
    expect(locationOf(answer)).toBe(`${party().url}/`);
    expect(party().provider.sent('token')).toHaveLength(1);
  });

  it('A07 an error with a description that would like to be shown', async () => {
    const description = '<script>alert(1)</script>\r\nSet-Cookie: a=b\u001b[2J';
    const { response } = await party().logIn(
      new Browser(),
      having({ code: undefined, error: 'server_error', error_description: description }),
    );
    expect(await response.text()).not.toContain('alert');
    expect(response.headers.getSetCookie().join()).not.toContain('a=b');
    const told = '<script>alert(1)</script>??Set-Cookie: a=b?[2J';
    expect(party().log.text).toContain(`The provider says: "${told}"`);
    expect(party().refusals).toEqual([expect.objectContaining({ description: told })]);
  });

  it('A07 an error with a description, of a login that nobody here began', async () => {
    const parameters = { error: 'server_error', error_description: 'alert', state: 's'.repeat(43) };
    const answer = await party().callback(new Browser(), new URLSearchParams(parameters));
    expect(answer.status).toBe(400);
    expect(party().log.text).not.toContain('alert');
    expect(party().refusals).toEqual([expect.not.objectContaining({ description: 'alert' })]);
  });

  it("A01 somebody else's code", async () => {
    const { provider } = party();
    const victim = provider.login(locationOf(await party().begin(new Browser())));
    await expectRefused(party(), {
      code: 'code_rejected',
      tamper: having({ code: victim.get('code') ?? '' }),
      complaints: ['token request: not so that code_verifier fits code_challenge'],
    });
  });

  it('X15 five tabs, last first', async () => {
    const browser = new Browser();
    const tabs: URLSearchParams[] = [];
    for (let tab = 0; tab < 5; tab += 1) {
      tabs.push(party().provider.login(locationOf(await party().begin(browser))));
    }
    for (const parameters of tabs.toReversed()) {
      expect((await party().callback(browser, parameters)).status).toBe(303);
    }
  });

  if (responseMode === 'form_post') {
    it('oidcc-client-test-form-post-error', async () => {
      await expectRefused(party(), {
        code: 'login_required',
        tamper: failing('login_required'),
      });
    });
  }
});

/** Brings it back so many seconds later. */
function later({ clock }: RelyingParty, seconds: number): Tamper {
  return (parameters) => {
    clock.advance(seconds);
    return parameters;
  };
}
