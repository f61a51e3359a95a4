import { describe, expect, it } from '@jest/globals';

import {
  backchannelParameters,
  readBackchannelAuthentication,
} from './backchannel-authentication.js';

const REQUEST = { scope: 'openid', acrValues: [], loginHint: 'sub:1' };

describe('backchannelParameters', () => {
  it('are none that were not asked for', () => {
    expect(backchannelParameters(REQUEST)).toStrictEqual({ scope: 'openid', login_hint: 'sub:1' });
  });

  it('are all that was', () => {
    const more = {
      acrValues: ['a', 'b'],
      bindingMessage: 'Blue fish',
      authorizationDetails: [{ type: 'payment', amount: 5 }],
    };
    expect(backchannelParameters({ ...REQUEST, ...more })).toStrictEqual({
      scope: 'openid',
      login_hint: 'sub:1',
      acr_values: 'a b',
      binding_message: 'Blue fish',
      authorization_details: '[{"type":"payment","amount":5}]',
    });
  });
});

describe('readBackchannelAuthentication', () => {
  it.each([
    ['Blue fish', 'Blue fish'],
    [5, undefined],
    [undefined, undefined],
  ])('of %p has the message %p', (bindingMessage, read) => {
    const body = { auth_req_id: 'request-1', expires_in: 120, bindingMessage };
    expect(readBackchannelAuthentication(body).bindingMessage).toBe(read);
  });
});
