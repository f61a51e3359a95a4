import { describe, expect, it } from '@jest/globals';

import { codeOfThrown, PostgresError } from './postgres-error.js';

describe('PostgresError', () => {
  it.each<[string, unknown, string]>([
    ['a SQLSTATE', Object.assign(new Error('no'), { code: '40001' }), '40001'],
    [
      'that of the driver, where an ORM wrapped it',
      new Error('Failed query', { cause: Object.assign(new Error('no'), { code: '40P01' }) }),
      '40P01',
    ],
    [
      'the code of who wrapped what has no SQLSTATE',
      Object.assign(new Error('no', { cause: { code: 'a secret' } }), { code: 'P2010' }),
      'P2010',
    ],
    ['a class', new TypeError('no'), 'TypeError'],
    ['nothing', undefined, 'something that is no error'],
  ])('says why by %s', (_what, thrown, code) => {
    expect(codeOfThrown(thrown)).toBe(code);
    expect(new PostgresError(thrown).code).toBe(code);
  });

  it.each([
    ['42P01', 'PostgreSQL failed (42P01): there is no such table'],
    ['42501', 'PostgreSQL failed (42501): the role may not'],
    ['25006', 'PostgreSQL failed (25006): this server only reads'],
  ])('of %s says what to do', (code, message) => {
    expect(new PostgresError({ code }).message).toContain(message);
  });

  it('repeats nothing that PostgreSQL said', () => {
    const thrown = Object.assign(new Error('duplicate key (a)=(secret)'), { code: '23505' });
    expect(new PostgresError(thrown).message).toBe('PostgreSQL failed (23505)');
  });
});
