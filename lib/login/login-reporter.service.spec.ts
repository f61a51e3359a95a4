import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { LogLines } from '../../test/support/log-lines.js';
import { CriiptoUser } from '../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { SilentLoginError } from '../errors/silent-login.error.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { LoginReporter } from './login-reporter.service.js';

let log: LogLines;
let heard: unknown[];
let reporter: LoginReporter;

beforeEach(() => {
  log = new LogLines();
  Logger.overrideLogger(log);
  heard = [];
  const events = new AuthEvents();
  events.on('login.completed', (payload) => heard.push(payload));
  events.on('login.refused', (payload) => heard.push(payload));
  reporter = new LoginReporter(events);
});

afterEach(() => {
  Logger.overrideLogger(new ConsoleLogger());
});

describe('LoginReporter', () => {
  it('tells of a completed login by which eID, and not who it was', () => {
    reporter.completed(
      new CriiptoUser({
        sub: 'user-1',
        issuer: 'https://acme.criipto.id',
        eid: 'mitid',
        acr: 'urn:grn:authn:dk:mitid:high',
        level: 'high',
        authenticatedAt: new Date(),
        name: 'Asta Prøvesen',
        nationalId: '0107901234',
        claims: {},
      }),
    );
    expect(heard).toEqual([{ eid: 'mitid', acr: 'urn:grn:authn:dk:mitid:high' }]);
    expect(log.text).toBe('');
  });

  it('tells of a refused login by its code and the id that the user was shown', () => {
    const error = new CriiptoAuthError('login_expired', 'too late');
    reporter.refused(error);
    expect(heard).toEqual([{ code: 'login_expired', correlationId: error.correlationId }]);
    expect(log.text).toBe(`warn Login refused: login_expired (${error.correlationId}): too late`);
  });

  it("tells the provider's own id of the request, to quote in a support case", () => {
    const error = new CriiptoAuthError('code_rejected', 'no', { traceId: 'trace-1' });
    reporter.refused(error);
    expect(heard).toEqual([
      { code: 'code_rejected', correlationId: error.correlationId, traceId: 'trace-1' },
    ]);
    expect(log.text).toMatch(/: no \[trace id trace-1\]$/);
  });

  it.each<[string, CriiptoAuthErrorCode, string]>([
    ['what a user decides', 'login_cancelled', 'log'],
    ['what a user or a browser did', 'login_unknown', 'warn'],
    ['what a provider sent', 'id_token_expired', 'warn'],
    ['what a person must look after', 'client_authentication_failed', 'error'],
    ['what is not there', 'provider_unreachable', 'error'],
  ])('logs %s (%s) by %s', (_, code, level) => {
    reporter.refused(new CriiptoAuthError(code, 'why'));
    expect(log.text.split(' ')[0]).toBe(level);
  });

  it('tells no trace id when there is none', () => {
    reporter.refused(new CriiptoAuthError('code_rejected', 'no'));
    expect(heard).toStrictEqual([{ code: 'code_rejected', correlationId: expect.any(String) }]);
    expect(log.text).not.toContain('trace');
  });

  it('says nothing of a phone that came back with nothing', () => {
    reporter.refused(new CriiptoAuthError('callback_empty', 'nothing'));
    expect([heard, log.text]).toEqual([[], '']);
  });

  it('tells of a login that asked nobody to those alone who want to know everything', () => {
    reporter.refused(new SilentLoginError('login_required', 'nobody is in', '/'));
    expect(log.text).toMatch(/^debug Login refused: login_required/);
    expect(heard).toHaveLength(1);
  });

  it('writes one line, whatever an error says', () => {
    reporter.refused(
      new CriiptoAuthError('acr_not_satisfied', 'it was a\r\nLogin completed\u001b[2J\u2028b'),
    );
    expect(log.text).toMatch(/it was a {2}Login completed \[2J b$/);
  });

  it.each([new Error('mine'), 'text', undefined])('leaves %p to who threw it', (error) => {
    reporter.refused(error);
    expect(heard).toEqual([]);
    expect(log.text).toBe('');
  });
});
