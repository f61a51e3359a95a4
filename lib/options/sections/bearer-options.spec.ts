import { describe, expect, it } from '@jest/globals';

import { resolvedOptions } from '../../../test/support/resolved-options.js';
import { InvalidOptionsError } from '../../errors/options.error.js';
import type { BearerOptions } from './bearer-options.js';

/** As from JavaScript, where anything may be written. */
const written = (bearer: unknown) => resolvedOptions({ bearer: bearer as BearerOptions });

const problemsOf = (bearer: unknown): Promise<unknown> =>
  written(bearer).catch((error: unknown) => (error as InvalidOptionsError).problems);

describe('The option `bearer`', () => {
  it('is none unless it is written', async () => {
    expect((await resolvedOptions()).bearer).toBeUndefined();
  });

  it('takes one audience, and no ID tokens, by default', async () => {
    expect((await written({ audience: 'https://api.example.com' })).bearer).toEqual({
      audience: ['https://api.example.com'],
      idTokens: false,
      scopes: [],
    });
  });

  it('takes a list of audiences, ID tokens and scopes', async () => {
    const bearer = { audience: ['a', 'b'], idTokens: true, scope: 'orders:read  orders:write' };
    expect((await written(bearer)).bearer).toEqual({
      audience: ['a', 'b'],
      idTokens: true,
      scopes: ['orders:read', 'orders:write'],
    });
  });

  it.each([{}, { audience: '' }, { audience: [] }, { idTokens: true }])(
    'demands an audience: %j',
    async (bearer) => {
      expect(await problemsOf(bearer)).toEqual([
        expect.stringContaining('`bearer.audience` is missing: what names this API'),
      ]);
    },
  );

  it.each([
    ['https://api.example.com', '`bearer` must be an object'],
    [{ audience: 'a', idTokens: 'yes' }, '`bearer.idTokens` must be true or false'],
    [{ audience: 'a', scope: '' }, '`bearer.scope` must be a text that is not empty'],
    [{ audience: 'a', scope: 'a"b' }, '`bearer.scope` must be scopes, separated by spaces'],
    [{ audience: 'a', audiences: 'b' }, '`bearer.audiences` is unknown'],
  ])('is refused: %j', async (bearer, problem) => {
    expect(await problemsOf(bearer)).toContainEqual(expect.stringContaining(problem));
  });
});
