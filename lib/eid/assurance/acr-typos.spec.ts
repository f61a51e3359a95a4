import { describe, expect, it } from '@jest/globals';

import { acrTypos } from './acr-typos.js';
import { EID_PROFILES } from '../eids.js';

describe('acrTypos', () => {
  it.each([
    ['urn:grn:authn:dk:mitid:substancial', 'urn:grn:authn:dk:mitid:substantial'],
    ['urn:grn:auth:dk:mitid:high', 'urn:grn:authn:dk:mitid:high'],
    ['URN:GRN:AUTHN:DK:MITID:HIGH', 'urn:grn:authn:dk:mitid:high'],
    ['urn:grn:authn:se:bankid:same_device', 'urn:grn:authn:se:bankid:same-device'],
  ])('of %s says that it should be %s', (acr, meant) => {
    expect(acrTypos('`login.acrValues`', [acr])).toEqual([
      `\`login.acrValues\` has "${acr}", which is no acr value of Criipto's: did you mean "${meant}"?`,
    ]);
  });

  it.each([
    ...EID_PROFILES.flatMap(({ acrValues }) => Object.keys(acrValues)),
    'urn:grn:authn:dk:nemid:poces', // which Criipto retired
    'urn:mace:incommon:iap:silver',
    'phr',
    '0',
    '2',
  ])('are none of %s', (acr) => {
    expect(acrTypos('`login.acrValues`', [acr])).toEqual([]);
  });
});
