import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { readStarted } from './started-authentication.js';

const BODY = { auth_req_id: 'request-1', expires_in: 120 };

const read = (members: object = {}) => readStarted({ ...BODY, ...members }, 'auth_req_id');

describe('readStarted', () => {
  it('gives what the provider said', () => {
    expect(read({ interval: 3 })).toEqual({ requestId: 'request-1', expiresIn: 120, interval: 3 });
  });

  it.each([
    ['numbers that are texts, as Criipto sends them', { expires_in: '90' }, { expiresIn: 90 }],
    ['no interval', {}, { interval: undefined }],
    ['an interval of no time as a second', { interval: 0.1 }, { interval: 1 }],
    ['more than a day as a day', { expires_in: 1e9 }, { expiresIn: 86_400 }],
    ['an interval that is null for none', { interval: null }, { interval: undefined }],
    ['an interval that is empty for none', { interval: '' }, { interval: undefined }],
    ['more than five minutes as five minutes', { interval: 2_147_484 }, { interval: 300 }],
  ])('takes %s', (_what, members, taken) => {
    expect(read(members)).toMatchObject(taken);
  });

  it.each([
    { auth_req_id: undefined },
    { auth_req_id: '' },
    { auth_req_id: 5 },
    { auth_req_id: 'two words' },
    { auth_req_id: 'x'.repeat(1025) },
    { expires_in: undefined },
    { expires_in: null },
    { expires_in: 0 },
    { expires_in: -1 },
    { expires_in: 'soon' },
    { expires_in: '1e9' },
    { expires_in: '' },
    { expires_in: [120] },
    { interval: 'often' },
    { interval: -5 },
  ])('refuses %j', (members) => {
    expect(codeOf(() => read(members))).toBe('provider_response_invalid');
  });
});
