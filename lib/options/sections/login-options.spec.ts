import { describe, expect, it } from '@jest/globals';

import { resolvedOptions } from '../../../test/support/resolved-options.js';
import { InvalidOptionsError } from '../../errors/options.error.js';

describe('The option `login.prompt`', () => {
  it.each(['login', 'consent_revoke', 'login consent'])('takes %s', async (prompt) => {
    expect((await resolvedOptions({ login: { prompt } })).login.prompt).toBe(prompt);
  });

  it.each(['none', 'login none'])('refuses %s, by which nobody could log in', async (prompt) => {
    const refused = resolvedOptions({ login: { prompt } });
    await expect(refused).rejects.toThrow(InvalidOptionsError);
    await expect(refused).rejects.toThrow(/`login\.prompt` cannot be "none" for every login/);
  });
});
