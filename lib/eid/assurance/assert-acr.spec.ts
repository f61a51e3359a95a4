import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { toCriiptoUser } from '../user/to-criipto-user.js';
import { assertAcr } from './assert-acr.js';

const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';
const HIGH = 'urn:grn:authn:dk:mitid:high';
const ISSUER = 'https://acme.criipto.id';

const userWith = (acr: string | undefined) =>
  toCriiptoUser(
    { iss: ISSUER, sub: 'user-1', acr },
    { issuer: ISSUER, authenticatedAt: new Date(0) },
  );

describe('assertAcr', () => {
  it.each([
    ['what was asked for', [SUBSTANTIAL], SUBSTANTIAL],
    ['more than was asked for', [SUBSTANTIAL], HIGH],
    ['anything, when nothing was asked for', [], undefined],
  ])('takes %s', (_what, asked, acr) => {
    expect(() => assertAcr(asked, userWith(acr))).not.toThrow();
  });

  it.each([
    ['less', HIGH, SUBSTANTIAL],
    ['another eID', SUBSTANTIAL, 'urn:grn:authn:se:bankid'],
    ['nothing', SUBSTANTIAL, undefined],
  ])('refuses %s', (_what, asked, acr) => {
    expect(codeOf(() => assertAcr([asked], userWith(acr)))).toBe('acr_not_satisfied');
  });

  it('says what came back in one plain line', () => {
    expect(() => assertAcr([HIGH], userWith('a\r\nLogin completed\u009b2J'))).toThrow(
      String.raw`The login came back as a\u000d\u000aLogin completed\u009b2J, asked was ${HIGH}`,
    );
  });

  it('says so when nothing came back', () => {
    expect(() => assertAcr([HIGH], userWith(undefined))).toThrow('no acr at all');
  });
});
