import { inspect } from 'node:util';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CriiptoAuthErrorCode, CriiptoUser } from 'nestjs-criipto-auth';

import { type Application, startApplication, stopApplications } from '../support/application.js';
import { codeFrom } from '../support/code-of.js';
import { base64url, spoilt, withSegments, withSignature } from '../support/forgery.js';
import { LogLines } from '../support/log-lines.js';
import type { StubProvider } from '../support/stub-provider.js';
import { WRONG_CLAIMS } from './wrong-claims.js';

const NATIONAL_ID = '199007019992';
const REQUEST = 'urn:openid:params:jwt:claim:auth_req_id';

interface PolledLogin {
  readonly complete: () => Promise<CriiptoUser>;
}

/** The two ways in which an ID token comes without a browser, and so without a nonce. */
const FLOWS: readonly (readonly [string, (application: Application) => Promise<PolledLogin>])[] = [
  [
    'CIBA',
    async ({ ciba }) => {
      const login = await ciba.start({ acrValues: [], loginHint: `sub:ssn:${NATIONAL_ID}` });
      return { complete: () => ciba.complete(login) };
    },
  ],
  [
    'headless',
    async ({ headless }) => {
      const login = await headless.start({ endUserIp: '203.0.113.7', acrValues: [] });
      return { complete: () => headless.complete(login) };
    },
  ],
];

const FORGED: readonly (readonly [string, CriiptoAuthErrorCode, (op: StubProvider) => void])[] = [
  [
    'CIBA auth_req_id of another request',
    'id_token_request_mismatch',
    (op) => op.idToken({ [REQUEST]: 'another' }),
  ],
  ['nonce, though there is none', 'id_token_nonce_mismatch', (op) => op.idToken({ nonce: 'n' })],
  [
    'signature spoilt',
    'id_token_signature_invalid',
    (op) => op.forge((token) => withSignature(token, spoilt)),
  ],
  [
    'alg none',
    'id_token_algorithm_unexpected',
    (op) =>
      op.forge((token) =>
        withSegments(token, { header: base64url({ alg: 'none' }), signature: '' }),
      ),
  ],
  ['no ID token', 'id_token_missing', (op) => op.alter('token', { id_token: undefined })],
];

describe.each(FLOWS)('ID token of a %s login', (_name, start) => {
  let application: Application;
  let log: LogLines;

  beforeEach(async () => {
    log = new LogLines();
    Logger.overrideLogger(log);
    application = await startApplication({ userInfo: 'required' });
  });
  afterEach(async () => {
    Logger.overrideLogger(new ConsoleLogger());
    await stopApplications();
  });

  async function expectRefused(
    code: CriiptoAuthErrorCode,
    misbehave: (op: StubProvider) => void,
  ): Promise<void> {
    const { provider } = application;
    misbehave(provider);
    const login = await start(application);
    const error: unknown = await login.complete().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    // Asked once, and nothing more of a provider that answers so.
    expect([provider.sent('token').length, provider.sent('userinfo').length]).toEqual([1, 0]);
    expect(provider.complaints).toEqual([]);
    // Used up: nobody can try again until a token fits.
    expect(await codeFrom(login.complete())).toBe('login_unknown');
    const shown = log.everything + inspect(error, { depth: 10, showHidden: true });
    expect(shown).toContain(code);
    expect([...provider.secrets, NATIONAL_ID].filter((secret) => shown.includes(secret))).toEqual(
      [],
    );
    provider.beHonest();
    expect((await (await start(application)).complete()).sub).toBe('user-1');
  }

  it('is taken when it is right', async () => {
    const login = await start(application);
    expect((await login.complete()).sub).toBe('user-1');
    expect(application.provider.sent('userinfo')).toHaveLength(1);
  });

  it.each(WRONG_CLAIMS)('%s', async (_case, code, claims) => {
    await expectRefused(code, (op) => op.idToken(claims));
  });

  it.each(FORGED)('%s', async (_case, code, misbehave) => {
    await expectRefused(code, misbehave);
  });
});

describe('A CIBA provider that answers the start of a login with', () => {
  let application: Application;

  beforeEach(async () => {
    Logger.overrideLogger(new LogLines());
    application = await startApplication();
  });
  afterEach(async () => {
    Logger.overrideLogger(new ConsoleLogger());
    await stopApplications();
  });

  it.each<[string, object, CriiptoAuthErrorCode]>([
    ['no auth_req_id', { auth_req_id: undefined }, 'provider_response_invalid'],
    ['an empty one', { auth_req_id: '' }, 'provider_response_invalid'],
    ['a number for one', { auth_req_id: 5 }, 'provider_response_invalid'],
    ['no lifetime', { expires_in: undefined }, 'provider_response_invalid'],
    ['a lifetime that is over', { expires_in: 0 }, 'provider_response_invalid'],
    ['a negative lifetime', { expires_in: -1 }, 'provider_response_invalid'],
    ['a lifetime in words', { expires_in: 'soon' }, 'provider_response_invalid'],
    ['a negative interval', { interval: -5 }, 'provider_response_invalid'],
    ['an interval in words', { interval: 'often' }, 'provider_response_invalid'],
  ])('%s is refused', async (_what, members, code) => {
    application.provider.alter('ciba', members);
    const start = application.ciba.start({ acrValues: [], loginHint: 'somebody' });
    expect(await codeFrom(start)).toBe(code);
    expect(application.provider.sent('token')).toEqual([]);
  });
});
