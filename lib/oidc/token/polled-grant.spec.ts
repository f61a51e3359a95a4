import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { readPollRefusal, refusalOf } from './polled-grant.js';

const answer = (error: unknown, status = 400) => ({ status, body: { error }, traceId: 'trace-1' });

describe('readPollRefusal', () => {
  it.each([
    ['authorization_pending', false],
    ['slow_down', true],
  ])('waits on at %s', (error, slowDown) => {
    expect(readPollRefusal(answer(error))).toEqual({
      status: 'pending',
      slowDown,
      body: { error },
    });
  });

  it.each([
    ['access_denied', 400, 'login_cancelled'],
    ['expired_token', 400, 'login_expired'],
    ['invalid_grant', 400, 'login_unknown'],
    ['unknown_user_id', 400, 'login_user_unknown'],
    ['invalid_binding_message', 400, 'login_request_invalid'],
    ['invalid_scope', 400, 'provider_error'],
    ['authorization_pending', 201, 'provider_response_invalid'],
    ['authorization_pending', 503, 'provider_temporarily_unavailable'],
    ['slow_down', 302, 'provider_response_invalid'],
    ['access_denied', 500, 'provider_temporarily_unavailable'],
    [['authorization_pending'], 400, 'provider_response_invalid'],
  ])('refuses %j with the status %p', (error, status, code) => {
    expect(codeOf(() => readPollRefusal(answer(error, status)))).toBe(code);
  });
});

describe('refusalOf', () => {
  it("keeps the provider's own id of the request", () => {
    expect(refusalOf(answer('access_denied')).traceId).toBe('trace-1');
    expect(refusalOf(answer('invalid_scope')).traceId).toBe('trace-1');
  });

  it('knows no refusal in what was granted', () => {
    expect(refusalOf(answer('access_denied', 201)).code).toBe('provider_response_invalid');
  });
});
