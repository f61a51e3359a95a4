import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import {
  headlessData,
  headlessParameters,
  readHeadlessAuthentication,
} from './headless-authentication.js';

const read = (data: unknown) =>
  readHeadlessAuthentication({ headless_req_id: 'request-1', expires_in: 120, acr_data: data });

describe('headlessParameters', () => {
  const asked = { scope: 'openid', endUserIp: '192.0.2.1' };

  it('ask for the eIDs that are wanted', () => {
    expect(headlessParameters({ ...asked, acrValues: ['a', 'b'] })).toStrictEqual({
      scope: 'openid',
      acr_values: 'a b',
      end_user_ip: '192.0.2.1',
    });
  });

  it('ask for no eID where any will do', () => {
    expect(headlessParameters({ ...asked, acrValues: [] })).not.toHaveProperty('acr_values');
  });
});

describe('readHeadlessAuthentication', () => {
  it.each([
    { qrData: 'qr' },
    { autoStartToken: 'token' },
    { qrData: 'qr', autoStartToken: 'token' },
  ])('takes %j', (data) => {
    expect(read(data)).toMatchObject({ requestId: 'request-1', data });
  });

  it.each([undefined, null, [], 'qr', {}, { hintCode: 'outstandingTransaction' }, { qrData: 1 }])(
    'refuses %j, by which no app can be started',
    (data) => {
      expect(codeOf(() => read(data))).toBe('provider_response_invalid');
    },
  );
});

describe('headlessData', () => {
  it('leaves out what is no text', () => {
    const data = { qrData: 1, autoStartToken: null, hintCode: ['userSign'], other: 'x' };
    expect(headlessData({ acr_data: data })).toStrictEqual({});
  });

  it('gives what the app needs', () => {
    const data = { qrData: 'qr', autoStartToken: 'token', hintCode: 'userSign' };
    expect(headlessData({ acr_data: { ...data, other: 'x' } })).toStrictEqual(data);
  });
});
