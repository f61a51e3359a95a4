import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../../test/support/eid-claims.js';
import { normaliseClaims } from './normalise-claims.js';

describe('normaliseClaims', () => {
  it.each([
    [
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationinstant',
      'authenticationinstant',
    ],
    [
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationmethod',
      'authenticationmethod',
    ],
    ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier', 'nameidentifier'],
    ['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname', 'surname'],
    [
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/x500distinguishedname/uniqueuserid',
      'uniqueuserid',
    ],
    ['http://schemas.grean.id/claims/gender', 'gender'],
    ['http://schemas.grean.id/claims/se/ssn', 'ssn'],
    ['dk:gov:saml:attribute:LoA', 'loA'],
    ['dk:gov:saml:attribute:IAL', 'ial'],
    ['dk:gov:saml:attribute:UUID', 'uuid'],
    ['dk:gov:saml:attribute:CprNumberIdentifier', 'cprNumberIdentifier'],
    ['dk:gov:saml:attribute:RefTextBody', 'refTextBody'],
    ['dk:gov:saml:attribute:mitid_risk_data', 'mitid_risk_data'],
    ['urn:oid:2.5.4.10', '2.5.4.10'],
    ['http://ageverification.criipto.com', 'http://ageverification.criipto.com'],
    ['https://example.org/claims/role', 'https://example.org/claims/role'],
    ['http://schemas.grean.id/claims/', 'http://schemas.grean.id/claims/'],
    ['dk:gov:saml:attribute:', 'dk:gov:saml:attribute:'],
    ['urn:oid:', 'urn:oid:'],
  ])('names %s %s', (sent, compact) => {
    expect(Object.entries(normaliseClaims({ [sent]: 'value' }))).toEqual([[compact, 'value']]);
  });

  it('prefers the claim that came under its compact name, in either order', () => {
    const uri = { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/country': 'SE' };
    expect(normaliseClaims({ country: 'DK', ...uri })['country']).toBe('DK');
    expect(normaliseClaims({ ...uri, country: 'DK' })['country']).toBe('DK');
  });

  it('takes the renamed claim when the compact one says nothing', () => {
    const uri = { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/country': 'SE' };
    expect(normaliseClaims({ country: null, ...uri })['country']).toBe('SE');
  });

  it('turns booleans in strings into booleans', () => {
    expect({ ...normaliseClaims({ employee: 'true', companySignatory: 'false' }) }).toEqual({
      employee: true,
      companySignatory: false,
    });
  });

  it.each<[string, unknown]>([
    ['lists', JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))],
    ['objects', JSON.parse('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))],
  ])('leaves out what lies 100 000 %s deep', (_what, deep) => {
    expect(JSON.stringify(normaliseClaims({ deep })).length).toBeLessThan(500);
  });

  it('keeps what lies as deep as claims do', () => {
    const claims = { verified_claims: { evidence: [{ document: { number: '1' } }] } };
    expect(JSON.parse(JSON.stringify(normaliseClaims(claims)))).toEqual(claims);
  });

  it.each([['null'], [null], ['']])('leaves out a claim that is %j, nested ones too', (nothing) => {
    const claims = normaliseClaims({
      streetaddress: nothing,
      address: { region: nothing, city: 'Oslo' },
    });
    expect(claims).not.toHaveProperty('streetaddress');
    expect({ ...Object(claims['address']) }).toEqual({ city: 'Oslo' });
  });

  it('leaves numbers in strings alone', () => {
    expect(normaliseClaims({ age: '36', ssn: '0012' })).toMatchObject({ age: '36', ssn: '0012' });
  });

  it.each(['iss', 'sub', 'aud', 'azp', 'nonce', 'acr', 'sid', 'jti'])(
    'never touches %s',
    (name) => {
      expect(normaliseClaims({ [name]: 'null' })[name]).toBe('null');
      expect(normaliseClaims({ [name]: 'true' })[name]).toBe('true');
    },
  );

  it('opens an address that is JSON inside a string', () => {
    const { streetaddress } = normaliseClaims(eidClaims.bankidNoBiometrics);
    expect({ ...Object(streetaddress) }).toEqual({
      street_address: 'Prøveveien 1',
      postal_code: '0150',
    });
  });

  it('keeps an address that only looks like JSON', () => {
    expect(normaliseClaims({ streetaddress: '{7 Main St' })['streetaddress']).toBe('{7 Main St');
  });

  it('keeps lists, without the items that say nothing', () => {
    expect(normaliseClaims({ amr: ['pwd', 'null', null, 'otp'] })['amr']).toEqual(['pwd', 'otp']);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'http://schemas.grean.id/claims/__proto__'])(
    'drops a claim named %s',
    (name) => {
      const sent: Record<string, unknown> = JSON.parse(
        `{"${name}":{"admin":true},"a":{"${name}":{"admin":true},"b":1}}`,
      );
      const claims = normaliseClaims(sent);
      expect(Object.keys(claims)).toEqual(['a']);
      expect(Object.getPrototypeOf(claims)).toBeNull();
      expect(claims['admin']).toBeUndefined();
      expect(Reflect.get(Object(claims['a']), 'admin')).toBeUndefined();
    },
  );

  it('cannot be written to, at any depth', () => {
    const claims = normaliseClaims(eidClaims.freja);
    expect(Reflect.set(claims, 'sub', 'x')).toBe(false);
    expect(Object.isFrozen(claims['details'])).toBe(true);
    expect(Object.isFrozen(Reflect.get(Object(claims['details']), 'requestedAttributes'))).toBe(
      true,
    );
  });

  it('leaves what it was given as it was', () => {
    const sent = { employee: 'true', address: { region: 'null' }, amr: ['pwd'] };
    normaliseClaims(sent);
    expect(sent).toEqual({ employee: 'true', address: { region: 'null' }, amr: ['pwd'] });
    expect(Object.isFrozen(sent.address)).toBe(false);
    expect(Object.isFrozen(sent.amr)).toBe(false);
  });

  it.each(Object.entries(eidClaims))('changes nothing the second time: %s', (_eid, sent) => {
    const once = normaliseClaims(sent);
    expect(normaliseClaims(once)).toEqual(once);
  });
});
