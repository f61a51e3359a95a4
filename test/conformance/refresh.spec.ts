import { inspect } from 'node:util';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import {
  AccessToken,
  AccessTokens,
  Cookies,
  type CriiptoAuthErrorCode,
  CriiptoAuthGuard,
  HttpExchanges,
  ResolvedOptions,
  type Session,
  SessionService,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { spoilt, withSignature } from '../support/forgery.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { oidccProfile } from '../support/provider-profile.js';
import { RelyingParty } from '../support/relying-party.js';
import type { Answer, OtherClaims, StubProvider } from '../support/stub-provider.js';
import { WRONG_CLAIMS } from './wrong-claims.js';

/** An API of the provider: userinfo, which it judges. */
@Controller()
@UseGuards(CriiptoAuthGuard)
class OrdersController {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly exchanges: HttpExchanges,
    private readonly sessions: SessionService,
    private readonly tokens: AccessTokens,
  ) {}

  @Get('orders')
  async orders(@AccessToken() token: string) {
    const { status } = await this.call(token);
    return { status };
  }

  /** Asks for another token once, as often as it is called, when the API refuses the one that there is. */
  @Get('persistent')
  async persistent(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    const cookies = new Cookies(this.exchanges.of(request, response), this.options.site);
    const session = await this.sessions.read(cookies);
    if (!session) throw new Error('The guard let nobody in');
    const token = await this.tokens.get(session);
    const { status } = await this.call(token);
    return { status: status === 401 ? await this.callWithAnother(session, token) : status };
  }

  private async callWithAnother(session: Session, refused: string): Promise<number> {
    return (await this.call(await this.tokens.getOther(session, refused))).status;
  }

  private call(token: string): Promise<Response> {
    const headers = { authorization: `Bearer ${token}` };
    return fetch(`${this.options.issuer}/userinfo`, { headers });
  }
}

/** Of an access token that is good for 120 seconds, and is refreshed from half of that on. */
const DUE = 61;
const EXPIRED = 121;

const USED_TOKEN = 'refresh request: not so that refresh_token was issued, and not used before';

/** Beside what makes an ID token wrong anyhow: OpenID Connect Core section 12.2. */
const ANOTHER_LOGIN: typeof WRONG_CLAIMS = [
  [
    'oidcc-client-test-refresh-token-invalid-sub',
    'id_token_subject_mismatch',
    ({ sub }) => ({ sub: `${sub}1` }),
  ],
  ['R3 sub of user B in the session of A', 'id_token_subject_mismatch', { sub: 'user-2' }],
  ['R3 nonce of another login', 'id_token_nonce_mismatch', { nonce: 'another' }],
  ['R3 nonce that is no text', 'id_token_nonce_mismatch', { nonce: 1 }],
  ['R3 azp that was not there before', 'id_token_azp_mismatch', ({ aud }) => ({ azp: aud })],
  ['R3 iat before the login', 'id_token_claim_invalid', ({ iat }) => ({ iat: iat - 3600 })],
  ['R3 auth_time after the login', 'id_token_claim_invalid', ({ iat }) => ({ auth_time: iat })],
  ['R3 auth_time that is no time', 'id_token_claim_invalid', { auth_time: 'now' }],
];

/** What a refresh says against the login, and not against a clock. */
const isFinal = ([, code]: (typeof WRONG_CLAIMS)[number]): boolean =>
  code !== 'id_token_expired' && code !== 'id_token_not_yet_valid';

/** What may be otherwise in a moment. */
const UNVERIFIABLE: readonly (readonly [
  string,
  CriiptoAuthErrorCode,
  (op: StubProvider) => void,
])[] = [
  [
    'X09 a key that is not published yet logs nobody out',
    'id_token_key_unknown',
    (op) => op.idToken({}, { kid: 'the next key' }),
  ],
  [
    'J09 a token larger than is taken logs nobody out',
    'id_token_too_large',
    (op) => op.idToken({ padding: 'x'.repeat(150_000) }),
  ],
];

const ACCEPTED: readonly (readonly [string, (op: StubProvider) => void])[] = [
  ['oidcc-client-test-refresh-token', () => undefined],
  ['R3 no ID token', (op) => op.alter('token', { id_token: undefined })],
  ['R3 aud in a list', (op) => op.idToken(({ aud }) => ({ aud: [aud] }))],
  ['R3 auth_time before the login', (op) => op.idToken(({ iat }) => ({ auth_time: iat - 3600 }))],
  ['T3 bEARER', (op) => op.alter('token', { token_type: 'bEARER' })],
  ['T5 less scope', (op) => op.alter('token', { scope: 'openid' })],
];

describe.each(HTTP_ADAPTERS)('refresh, on %s', (_name, adapter) => {
  let party: RelyingParty;
  let provider: StubProvider;
  beforeAll(async () => {
    party = await RelyingParty.start({
      adapter,
      responseMode: 'query',
      options: { userInfo: false },
      profile: () => ({ ...oidccProfile(), refreshes: true, expiresIn: 120 }),
      keepsTokens: true,
      controllers: [OrdersController],
    });
    ({ provider } = party);
  }, 30_000);
  afterAll(() => party.stop());
  afterEach(() => {
    expect(provider.complaints).toEqual([]);
    party.reset();
  });

  const orders = (browser: Browser) => browser.fetch(`${party.url}/orders`);
  const tokenRequests = () => provider.sent('token').length;
  const tokensSent = () => provider.sent('userinfo').map(({ headers }) => headers.authorization);

  /** A browser that is logged in, so many seconds ago, and has called the API once. */
  async function loggedIn(seconds: number): Promise<Browser> {
    const browser = new Browser();
    await party.logIn(browser);
    expect((await orders(browser)).status).toBe(200);
    party.clock.advance(seconds);
    provider.requests.length = 0;
    return browser;
  }

  function expectNoSecrets(...answers: string[]): void {
    const { log, store, refreshFailures } = party;
    const shown = [
      ...answers,
      log.text,
      ...store.written,
      inspect(refreshFailures, { depth: 10, showHidden: true }),
    ].join('\n');
    expect([...provider.secrets].filter((secret) => shown.includes(secret))).toEqual([]);
  }

  /** All tokens are thrown away, the session ends, and nobody can tell why but the log. */
  async function expectSessionEnded(
    code: CriiptoAuthErrorCode,
    misbehave: (op: StubProvider) => void,
  ): Promise<void> {
    const browser = await loggedIn(DUE);
    misbehave(provider);
    const answer = await orders(browser);
    const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`;
    expect(answer.status).toBe(401);
    expect(text).not.toContain(code);
    expect(party.refreshFailures).toMatchObject([{ code, sessionEnded: true }]);
    expect(party.log.text).toContain(`${code} (${party.refreshFailures[0]?.correlationId})`);
    expect([tokenRequests(), provider.sent('userinfo').length]).toEqual([1, 0]);
    expectNoSecrets(text);
    // Again: nothing is asked any more, and nobody is in.
    expect([(await orders(browser)).status, await party.isLoggedIn(browser)]).toEqual([401, false]);
    expect(tokenRequests()).toBe(1);
    provider.beHonest();
    await party.logIn(browser);
    expect((await orders(browser)).status).toBe(200);
  }

  it.each(ACCEPTED)('%s', async (_case, misbehave) => {
    const browser = await loggedIn(DUE);
    misbehave(provider);
    for (const round of [1, 2]) {
      expect(await (await orders(browser)).json()).toEqual({ status: 200 });
      expect(tokenRequests()).toBe(round);
      // The new one is used until its own time comes.
      await orders(browser);
      expect(tokenRequests()).toBe(round);
      expect(new Set(tokensSent()).size).toBe(round);
      party.clock.advance(DUE);
    }
    expectNoSecrets();
  });

  it('R1 names no scope, and proves the client anew each time', async () => {
    const browser = await loggedIn(DUE);
    await orders(browser);
    party.clock.advance(DUE);
    await orders(browser);
    const forms = provider.sent('token').map(({ form }) => form);
    expect(forms.map((form) => form.has('scope'))).toEqual([false, false]);
    expect(new Set(forms.map((form) => form.get('client_assertion'))).size).toBe(2);
  });

  it('R2 the old refresh token is used again, when no new one came', async () => {
    const browser = await loggedIn(DUE);
    provider.alter('token', { refresh_token: undefined });
    expect((await orders(browser)).status).toBe(200);
    party.clock.advance(DUE);
    await orders(browser);
    const [first, second] = provider.sent('token').map(({ form }) => form.get('refresh_token'));
    expect(second).toBe(first);
    provider.complaints.splice(0); // the stub gave a new one, which was lost
  });

  it.each([...WRONG_CLAIMS, ...ANOTHER_LOGIN].filter(isFinal))(
    '%s',
    async (_case, code, claims: OtherClaims) => {
      await expectSessionEnded(code, (op) => op.idToken(claims));
    },
  );

  // Nobody is logged out, and no token is lost.
  it.each([
    ...WRONG_CLAIMS.filter((wrong) => !isFinal(wrong)).map(
      ([name, code, claims]) => [name, code, (op: StubProvider) => op.idToken(claims)] as const,
    ),
    ...UNVERIFIABLE,
  ])('%s', async (_case, code, misbehave) => {
    const browser = await loggedIn(EXPIRED);
    misbehave(provider);
    for (const round of [1, 2]) {
      const answer = await orders(browser);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect([tokenRequests(), provider.sent('userinfo').length]).toEqual([round, 0]);
    }
    expect(party.refreshFailures).toMatchObject([
      { code, sessionEnded: false },
      { code, sessionEnded: false },
    ]);
    expect(await party.isLoggedIn(browser)).toBe(true);
    expectNoSecrets();
    provider.beHonest();
    expect(await (await orders(browser)).json()).toEqual({ status: 200 });
    // Each by the refresh token of the one before, which the judge of the stub takes once.
    expect(new Set(provider.sent('token').map(({ form }) => form.get('refresh_token'))).size).toBe(
      3,
    );
  });

  it('oidcc-client-test-refresh-token-invalid-issuer', async () => {
    await expectSessionEnded('id_token_issuer_mismatch', (op) =>
      op.idToken(({ iss }) => ({ iss: `${iss}1` })),
    );
  });

  it('I1 a signature that is spoilt', async () => {
    await expectSessionEnded('id_token_signature_invalid', (op) =>
      op.forge((token) => withSignature(token, spoilt)),
    );
  });

  it('T2 an ID token that is no text', async () => {
    await expectSessionEnded('id_token_malformed', (op) => op.alter('token', { id_token: null }));
  });

  it('R3 auth_time of another authentication, where the first one was told', async () => {
    const browser = new Browser();
    const begun = await browser.navigate(`${party.url}/transfer`);
    provider.idToken({ authenticationtype: 'urn:grn:authn:dk:mitid:high' });
    await party.callback(browser, provider.login(locationOf(begun)));
    provider.beHonest();
    party.clock.advance(DUE);
    expect((await orders(browser)).status).toBe(200);
    party.clock.advance(DUE);
    provider.idToken(({ iat }) => ({ auth_time: iat - 1 }));
    expect((await orders(browser)).status).toBe(401);
    expect(party.refreshFailures).toMatchObject([{ code: 'id_token_claim_invalid' }]);
  });

  it('fapi2-security-profile-final-client-refresh-token-test', async () => {
    const browser = await loggedIn(0);
    provider.answer('userinfo', (honest) =>
      tokenRequests() < 2
        ? { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
        : honest,
    );
    const persistent = async () => (await browser.fetch(`${party.url}/persistent`)).json();
    expect(await persistent()).toEqual({ status: 401 });
    expect(await persistent()).toEqual({ status: 200 });
    const sent = provider.sent('token').map(({ form }) => form.get('refresh_token'));
    expect([sent.length, new Set(sent).size]).toEqual([2, 2]);
  });

  it('X22 invalid_grant ends the session, once', async () => {
    await expectSessionEnded('refresh_rejected', (op) => {
      op.refreshes.revokeAll();
    });
    expect(provider.complaints.splice(0)).toEqual([USED_TOKEN]);
  });

  it.each<[string, CriiptoAuthErrorCode, number, Answer]>([
    ['500', 'provider_temporarily_unavailable', 503, { status: 500 }],
    ['502 with a page', 'provider_temporarily_unavailable', 503, { status: 502, body: '<html>' }],
    ['503', 'provider_temporarily_unavailable', 503, { status: 503 }],
    ['429', 'provider_temporarily_unavailable', 503, { status: 429 }],
    ['a page', 'provider_response_invalid', 502, { headers: { 'content-type': 'text/html' } }],
    ['401', 'client_authentication_failed', 502, { status: 401 }],
    ['invalid_scope', 'provider_error', 502, { status: 400, body: { error: 'invalid_scope' } }],
  ])('X02 %s logs nobody out', async (_case, code, status, answer) => {
    const browser = await loggedIn(DUE);
    provider.answer('token', answer);
    expect((await orders(browser)).status).toBe(200); // with the token that is good still
    party.clock.advance(EXPIRED - DUE);
    const refused = await orders(browser);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([
      status,
      status === 503 ? '5' : null,
    ]);
    expect(party.refreshFailures).toMatchObject([
      { code, sessionEnded: false },
      { code, sessionEnded: false },
    ]);
    expect(await party.isLoggedIn(browser)).toBe(true);
    provider.beHonest();
    provider.complaints.splice(0); // the stub used the token up before it answered so
  });

  it('X02 a provider that is away logs nobody out, and all is well when it is back', async () => {
    const browser = await loggedIn(DUE);
    await provider.stop();
    expect(await party.isLoggedIn(browser)).toBe(true);
    party.clock.advance(EXPIRED - DUE);
    expect((await orders(browser)).status).toBe(503);
    expect(await party.isLoggedIn(browser)).toBe(true);
    await provider.comeBack();
    expect((await orders(browser)).status).toBe(200);
  });

  it('X09 keys of the provider that cannot be had end nothing', async () => {
    const browser = await loggedIn(0);
    party.clock.advance(25 * 60); // the copy of the keys is old by then
    provider.answer('jwks', { status: 500 });
    provider.idToken({}, { kid: 'a new one' });
    expect((await orders(browser)).status).toBe(503);
    expect(party.refreshFailures).toMatchObject([
      { code: 'provider_keys_unavailable', sessionEnded: false },
    ]);
    expect(await party.isLoggedIn(browser)).toBe(true);
  });

  it('X23 an answer that is lost is asked for again once, and the provider lenient for a while', async () => {
    const browser = await loggedIn(DUE);
    let lost: Answer | undefined;
    provider.answer('token', (honest) => {
      if (lost) return lost;
      lost = honest;
      return undefined;
    });
    expect(await (await orders(browser)).json()).toEqual({ status: 200 });
    const [first, second] = provider.sent('token').map(({ form }) => form);
    expect(second?.get('refresh_token')).toBe(first?.get('refresh_token'));
    expect(second?.get('client_assertion')).not.toBe(first?.get('client_assertion'));
    expect([tokenRequests(), party.refreshFailures]).toEqual([2, []]);
    expect(provider.complaints.splice(0)).toEqual([USED_TOKEN]);
  });

  it('X23 an answer that is lost for good ends the session, and the user logs in again', async () => {
    const browser = await loggedIn(DUE);
    let isLost = false;
    provider.answer('token', (honest) => {
      const answer = isLost ? honest : undefined;
      isLost = true;
      return answer;
    });
    expect((await orders(browser)).status).toBe(401);
    expect(party.refreshFailures).toMatchObject([{ code: 'refresh_rejected', sessionEnded: true }]);
    expect(tokenRequests()).toBe(2);
    expect(provider.complaints.splice(0)).toEqual([USED_TOKEN]);
    await party.logIn(browser);
    expect((await orders(browser)).status).toBe(200);
  });

  it('X21 fifty requests at once refresh once', async () => {
    const browser = await loggedIn(EXPIRED);
    const answers = await Promise.all(Array.from({ length: 50 }, () => orders(browser)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect([tokenRequests(), new Set(tokensSent()).size]).toEqual([1, 1]);
  });

  it('L1 logout makes the refresh token good for nothing', async () => {
    const browser = await loggedIn(0);
    expect((await party.logOut(browser)).status).toBe(303);
    const [revoked] = provider.sent('revocation');
    expect(revoked?.form.get('client_assertion')).toEqual(expect.any(String));
    expect(party.log.text).not.toContain('not revoked');
  });

  it('L1 logout does not wait for a provider that does not revoke', async () => {
    const browser = await loggedIn(0);
    provider.answer('revocation', { status: 503 });
    expect((await party.logOut(browser)).status).toBe(303);
    expect(party.log.text).toContain('not revoked: provider_temporarily_unavailable');
    expect(await party.isLoggedIn(browser)).toBe(false);
    expectNoSecrets();
  });
});
