import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import type { CibaRequest } from './ciba-request.js';
import { toBackchannelRequest } from './to-backchannel-request.js';

const swedish = {
  eid: 'bankid-se',
  nationalId: '199007019992',
  callInitiator: 'user',
  bindingMessage: 'Acme support',
} as const;
const norwegian = { eid: 'bankid-no', nationalId: '23097999994' } as const;
const freja = { eid: 'freja', nationalId: '199007019992' } as const;
const other = { acrValues: 'urn:other', loginHint: 'somebody' } as const;

const requestOf = (request: CibaRequest) => toBackchannelRequest(request, 'openid ssn');

/** As JavaScript can write it. */
const written = (request: object) => requestOf(request as CibaRequest);

describe('toBackchannelRequest asks', () => {
  it.each(['RP', 'user'] as const)('BankID Sweden during a call by %s', (callInitiator) => {
    expect(requestOf({ ...swedish, callInitiator })).toEqual({
      scope: 'openid ssn',
      acrValues: ['urn:grn:authn:se:bankid'],
      loginHint: 'sub:ssn:199007019992',
      bindingMessage: 'Acme support',
      authorizationDetails: [{ type: 'phoneAuth', callInitiator }],
    });
  });

  it('BankID Norway without a message', () => {
    expect(requestOf(norwegian)).toEqual({
      scope: 'openid ssn',
      acrValues: ['urn:grn:authn:no:bankid'],
      loginHint: 'sub:ssn:23097999994',
      authorizationDetails: [{ type: 'customerServiceCall.v1' }],
    });
  });

  it.each<[asked: readonly string[], sent: readonly string[]]>([
    [['urn:grn:authn:no:bankid:substantial'], ['urn:grn:authn:no:bankid']],
    [
      ['urn:grn:authn:no:bankid:substantial', 'urn:grn:authn:no:bankid'],
      ['urn:grn:authn:no:bankid'],
    ],
  ])('BankID Norway by its plain value, also for %j', (acrValues, sent) => {
    expect(requestOf({ ...norwegian, acrValues }).acrValues).toEqual(sent);
  });

  it('Freja with a message or without, and with details of any kind', () => {
    expect(requestOf(freja)).toMatchObject({
      acrValues: ['urn:grn:authn:se:frejaid'],
      loginHint: 'sub:ssn:199007019992',
      bindingMessage: undefined,
      authorizationDetails: undefined,
    });
    const authorizationDetails = [{ type: 'call' }];
    expect(requestOf({ ...freja, bindingMessage: 'Hello', authorizationDetails })).toMatchObject({
      bindingMessage: 'Hello',
      authorizationDetails,
    });
  });

  it('any other eID as it is written', () => {
    const authorizationDetails = [{ type: 'payment', amount: 5 }];
    const request = { ...other, bindingMessage: 'Hello', authorizationDetails };
    expect(requestOf(request)).toEqual({
      scope: 'openid ssn',
      acrValues: ['urn:other'],
      loginHint: 'somebody',
      bindingMessage: 'Hello',
      authorizationDetails,
    });
  });

  it.each([swedish, norwegian, freja, other])('for another scope when told to: %j', (request) => {
    expect(requestOf({ ...request, scope: 'openid' }).scope).toBe('openid');
  });

  it.each([swedish, norwegian, freja, other])(
    'for other acr values when told to: %j',
    (request) => {
      const acrValues = ['urn:one', 'urn:two'];
      expect(requestOf({ ...request, acrValues }).acrValues).toEqual(acrValues);
    },
  );
});

describe('toBackchannelRequest takes', () => {
  it.each([swedish, freja, other])('a message of several lines: %j', (request) => {
    const bindingMessage = 'Acme\r\nBeställning 42';
    expect(written({ ...request, bindingMessage }).bindingMessage).toBe(bindingMessage);
  });
});

describe('toBackchannelRequest refuses', () => {
  const NATIONAL_IDS = [
    '',
    ' ',
    'x',
    '1990070199920',
    '19900701-9992',
    '199007019992 action:sign',
    '199007019992\n',
    199_007_019_992,
    undefined,
    ['199007019992'],
  ];

  it.each(NATIONAL_IDS)('a Swede called %j', (nationalId) => {
    expect(codeOf(() => written({ ...swedish, nationalId }))).toBe('login_request_invalid');
  });

  it.each(NATIONAL_IDS)('a Norwegian called %j', (nationalId) => {
    expect(codeOf(() => written({ ...norwegian, nationalId }))).toBe('login_request_invalid');
  });

  it('level high of BankID Norway, which no call reaches', () => {
    const acrValues = 'urn:grn:authn:no:bankid:high';
    expect(codeOf(() => requestOf({ ...norwegian, acrValues }))).toBe('login_request_invalid');
  });

  it.each(['', ' ', '1990 0701', 'a:b', undefined])('a user of Freja called %j', (nationalId) => {
    expect(codeOf(() => written({ ...freja, nationalId }))).toBe('login_request_invalid');
  });

  it.each(['', '  ', undefined, 5])('for BankID Sweden, the message %j', (bindingMessage) => {
    expect(codeOf(() => written({ ...swedish, bindingMessage }))).toBe('login_request_invalid');
  });

  it.each([swedish, freja, other])('a message with a control character: %j', (request) => {
    for (const bindingMessage of ['Acme\u0000', 'Acme\u001b[2J', 'Acme\u0085', '\u2028Acme'])
      expect(codeOf(() => written({ ...request, bindingMessage }))).toBe('login_request_invalid');
  });

  it.each([freja, other])('a message that is no text: %j', (request) => {
    for (const bindingMessage of ['', ' ', 5, ['Acme']])
      expect(codeOf(() => written({ ...request, bindingMessage }))).toBe('login_request_invalid');
  });

  it.each([swedish, norwegian, freja, other])('a scope that is none of a login: %j', (request) => {
    for (const scope of ['', 'ssn', 'openid  ssn', 'openid\nssn', 5])
      expect(codeOf(() => written({ ...request, scope }))).toBe('login_request_invalid');
  });

  it.each([swedish, norwegian, freja, other])('acr values that are none: %j', (request) => {
    for (const acrValues of ['', 'urn:one urn:two', ['urn:one', 5], null])
      expect(codeOf(() => written({ ...request, acrValues }))).toBe('login_request_invalid');
  });

  it('no word on the eID, where no eID is named', () => {
    expect(codeOf(() => written({ loginHint: 'somebody' }))).toBe('login_request_invalid');
  });

  it.each([freja, other])('details that are none: %j', (request) => {
    for (const authorizationDetails of [
      'x',
      {},
      [null],
      ['x'],
      [{}],
      [{ type: '' }],
      [{ type: 5 }],
    ])
      expect(codeOf(() => written({ ...request, authorizationDetails }))).toBe(
        'login_request_invalid',
      );
  });

  it.each(['rp', '', undefined])('for BankID Sweden, a call by %j', (callInitiator) => {
    expect(codeOf(() => written({ ...swedish, callInitiator }))).toBe('login_request_invalid');
  });

  it.each(['', 'Hello'])('for BankID Norway, the message %j', (bindingMessage) => {
    expect(codeOf(() => written({ ...norwegian, bindingMessage }))).toBe('login_request_invalid');
  });

  it.each(['', '  ', undefined])('the login hint %j', (loginHint) => {
    expect(codeOf(() => written({ ...other, loginHint }))).toBe('login_request_invalid');
  });

  it.each(['mitid', '', 'constructor'])('the eID %j', (eid) => {
    expect(codeOf(() => written({ ...swedish, eid }))).toBe('login_request_invalid');
  });

  it('and never says what was wrong to whom', () => {
    expect(() => written({ ...swedish, nationalId: '19900701-9992' })).toThrow(
      /^`nationalId` must be 12 digits/,
    );
  });
});
