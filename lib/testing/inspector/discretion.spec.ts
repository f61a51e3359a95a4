import { describe, expect, it } from '@jest/globals';

import { TEST_PEOPLE } from '../eids/people.js';
import { Discretion } from './discretion.js';

const CPR = '1204859990';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

const careful = () => new Discretion(TEST_PEOPLE, false);
const open = () => new Discretion(TEST_PEOPLE, true);

describe('Discretion hides', () => {
  it.each<[string, unknown]>([
    ['cprNumberIdentifier', CPR],
    ['dk:gov:saml:attribute:CprNumberIdentifier', CPR],
    ['http://schemas.grean.id/claims/se/ssn', '199007019992'],
    ['socialno', '01010199999'],
    ['hetu', '190188-999A'],
    ['ssn', '000000000000'],
    ['verified_claims', { bin: 'NLABC123' }],
    ['frejaeid', { ssn: { ssn: '000000000000', country: 'SE' } }],
    ['login_hint', 'sub:ssn:199007019992'],
    ['login_hint', `action:sign sub:${CPR}`],
    ['login_hint', 'sub:ssn:190188-999A'],
    ['login_hint', `mock:${Buffer.from(`{"ssn":"${CPR}"}`).toString('base64')}`],
    ['state', `of ${CPR}`],
  ])('a national id in %s %j', (name, value) => {
    const discretion = careful();
    const number = /\d{6}-?\d{3}\w{1,3}|NLABC123|mock:[^"]{20,}/.exec(JSON.stringify(value))?.[0];
    expect(number).toBeDefined();
    expect(discretion.claim(name, value)).not.toContain(number);
    expect(discretion.hasHidden).toBe(true);
    expect(open().claim(name, value)).toContain(number);
  });

  it('nothing else of a claim', () => {
    const claim = careful().claim('frejaeid', { ssn: { ssn: CPR, country: 'SE' }, age: 36 });
    expect(JSON.parse(claim)).toEqual({ ssn: { ssn: '••••••', country: 'SE' }, age: 36 });
  });

  it.each<[string, unknown]>([
    ['name', 'Freja Prøvesen'],
    ['exp', 1_796_061_544],
    ['age', 36],
    ['isOver18', true],
    ['login_hint', 'country:dk business'],
    ['sub', '{11111111-1111-4111-8111-111111111111}'],
  ])('nothing of %s %j', (name, value) => {
    const discretion = careful();
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(discretion.claim(name, value)).toBe(text);
    expect(discretion.hasHidden).toBe(false);
  });
});

describe('Discretion cuts, whoever asks', () => {
  it.each([
    ['code', 'ltsmHLCe9JX0123456789'],
    ['code_verifier', 'QivJxJSN9JX0123456789'],
    ['access_token', 'short'],
    ['client_secret', 'a secret of some length'],
    ['client_assertion', JWT],
    ['anything', JWT],
  ])('%s', (name, value) => {
    for (const discretion of [careful(), open()]) {
      expect(discretion.seen(name, value)).not.toContain(value);
      expect(discretion.seen(name, value)).toContain(value.slice(0, 2));
    }
  });
});
