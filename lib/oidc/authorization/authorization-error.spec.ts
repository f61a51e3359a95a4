import { describe, expect, it } from '@jest/globals';

import { authorizationError } from './authorization-error.js';

describe('authorizationError', () => {
  it.each([
    ['access_denied', 'login_cancelled'],
    ['temporarily_unavailable', 'provider_temporarily_unavailable'],
    ['invalid_request_uri', 'login_expired'],
    ['login_required', 'login_required'],
    ['interaction_required', 'login_interaction_required'],
    ['consent_required', 'login_consent_required'],
    ['account_selection_required', 'login_account_selection_required'],
    ['server_error', 'login_refused_by_provider'],
    ['invalid_grant', 'login_refused_by_provider'],
    ['constructor', 'login_refused_by_provider'],
    ['<script>', 'login_refused_by_provider'],
  ])('makes of %s %s', (error, code) => {
    expect(authorizationError(error).code).toBe(code);
  });

  it('names what it does not know, and repeats no more than a name', () => {
    expect(authorizationError('server_error').message).toContain('server_error');
    expect(authorizationError('<script>').message).not.toContain('script');
  });
});
