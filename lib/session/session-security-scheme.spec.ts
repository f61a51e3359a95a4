import { describe, expect, it } from '@jest/globals';

import { resolvedOptions } from '../../test/support/resolved-options.js';
import { sessionSecurityScheme } from './session-security-scheme.js';

describe('sessionSecurityScheme', () => {
  it('names the cookie as browsers send it on https', async () => {
    const options = await resolvedOptions({
      baseUrl: 'https://app.example.com/app',
      session: { secret: 'a secret that is long enough for everyone', cookieName: 'mine' },
    });
    expect(sessionSecurityScheme(options)).toEqual({
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-mine',
      description: 'The session of a user who is logged in. A browser gets it at /app/auth/login.',
    });
  });

  it('names no login where there is none', async () => {
    const options = await resolvedOptions({}, { login: false });
    expect(sessionSecurityScheme(options).description).toBe(
      'The session of a user who is logged in.',
    );
  });
});
