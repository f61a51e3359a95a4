import { readdirSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { EID_PROFILES } from '../../eid/eids.js';
import { toCriiptoUser } from '../../eid/user/to-criipto-user.js';
import { claimsOf } from '../login/claims.js';
import { eidPage } from '../login/eid-page.js';
import { hintTokens } from '../model/login-hint.js';
import { withUriNames } from './claim-names.js';
import { FAKE_ACR_VALUES, FAKE_EIDS } from './eids.js';
import { eidFor, offeredEids } from './offered-eids.js';
import { type Person, TEST_PEOPLE } from './people.js';

const AT = Date.parse('2026-04-11T12:00:00Z');

const people = new Map(TEST_PEOPLE.map((person) => [person.id, person]));

function claims(
  id: string,
  acr: string,
  { scope = 'openid', hint = '' }: { scope?: string; hint?: string } = {},
) {
  const person = people.get(id);
  if (!person) throw new Error(`Nobody is called ${id}`);
  const wish = { acrValues: [acr], hint: hintTokens(hint) };
  const { eid, acr: reached } = eidFor(person, wish);
  return claimsOf({
    person,
    eid: eid.id,
    acr: reached,
    scopes: scope.split(' '),
    hint: wish.hint,
    at: AT,
  });
}

const offered = (acrValues: readonly string[], hint = '') =>
  offeredEids({ acrValues, hint: hintTokens(hint) }).map(({ eid, acr }) => [eid.id, acr]);

describe('the eIDs of the fake', () => {
  it('have somebody to log in as, each of them', () => {
    for (const acr of FAKE_ACR_VALUES.filter((value) => !value.endsWith(':mock'))) {
      const page = eidPage('/', TEST_PEOPLE, { acrValues: [acr], hint: {} });
      expect([acr, page.includes('name="person"')]).toEqual([acr, true]);
    }
  });

  it('have people with names, numbers and GUIDs of their own', () => {
    const numbers = TEST_PEOPLE.map(({ nationalId }) => nationalId).filter(Boolean);
    expect(people.size).toBe(TEST_PEOPLE.length);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(TEST_PEOPLE.map(({ guid }) => guid)).size).toBe(TEST_PEOPLE.length);
  });

  it.each([
    ['a level', 'urn:grn:authn:dk:mitid:low', [['mitid', 'urn:grn:authn:dk:mitid:low']]],
    ['any way', 'urn:grn:authn:se:bankid', [['bankid-se', 'urn:grn:authn:se:bankid:same-device']]],
    ['any in Finland', 'urn:grn:authn:fi:all', [['ftn', 'urn:grn:authn:fi:bank-id']]],
  ])('are chosen by acr value: %s', (_what, acr, expected) => {
    expect(offered([acr])).toEqual(expected);
  });

  it('are all offered but age verification when nothing is asked for', () => {
    const ids = offered([]).map(([id]) => id);
    expect(ids).toContain('oneid');
    expect(ids).not.toContain('age-verification');
  });

  it('make a business login of MitID by hint, at the level that was asked for', () => {
    const acr = 'urn:grn:authn:dk:mitid:high';
    expect(offered([acr], 'business')).toEqual([['mitid-business', acr]]);
    expect(offered([acr], 'business_optional')).toEqual([
      ['mitid', acr],
      ['mitid-business', acr],
    ]);
  });

  it('show the message of the hint, and nothing of it as HTML', () => {
    const hint = hintTokens(`action:sign message:${btoa('<b>Pay</b>')}`);
    const page = eidPage('/', TEST_PEOPLE, { acrValues: [], hint });
    expect(page).toContain('You are asked to sign');
    expect(page).toContain('&lt;b&gt;Pay&lt;/b&gt;');
  });

  it('tell the message in the claims of MitID', () => {
    const hint = `action:approve message:${Buffer.from('Gå videre').toString('base64')}`;
    expect(claims('dk-freja', 'urn:grn:authn:dk:mitid:low', { hint })).toMatchObject({
      refTextHeader: 'approve',
      refTextBody: 'Gå videre',
    });
  });

  it('say booleans of companies as texts', () => {
    const acr = 'urn:grn:authn:dk:mitid:business';
    expect(claims('dk-signe', acr)).toMatchObject({ companySignatory: 'true', employee: 'false' });
    expect(claims('dk-emil', acr)).toMatchObject({ companySignatory: 'false', employee: 'true' });
  });

  it('say nothing of an address in Norway by a text', () => {
    const acr = 'urn:grn:authn:no:bankid';
    expect(claims('no-lars', acr)).toMatchObject({ address: null, streetaddress: 'null' });
    const { streetaddress } = claims('no-lars', acr, { scope: 'openid address' });
    expect(JSON.parse(String(streetaddress))).toHaveProperty('postal_code', '0150');
  });

  it('have a certificate in Norway, unless it was biometrics', () => {
    expect(claims('no-lars', 'urn:grn:authn:no:bankid:high')).toHaveProperty('certsubject');
    const biometric = claims('no-lars', 'urn:grn:authn:no:bankid:substantial');
    expect(biometric).not.toHaveProperty('certsubject');
  });

  it('tell a SATU of a mobile certificate alone', () => {
    expect(claims('fi-aino', 'urn:grn:authn:fi:mobile-id')).toHaveProperty('satu');
    expect(claims('fi-aino', 'urn:grn:authn:fi:all')).not.toHaveProperty('satu');
  });

  it('give the evidence of a Swedish signature to who asks for it', () => {
    const acr = 'urn:grn:authn:se:bankid';
    expect(claims('se-olle', acr)).not.toHaveProperty('evidence');
    expect(claims('se-olle', acr, { scope: 'openid evidence' })).toHaveProperty('evidence');
  });

  describe('in age verification', () => {
    const acr = 'urn:age-verification';
    const AGES = 'http://ageverification.criipto.com';

    it('tell an age and nobody', () => {
      const first = claims('se-tuva', acr);
      expect(Object.keys(claims('se-astrid', acr)).sort()).toEqual([
        'authenticationinstant',
        'authenticationtype',
        AGES,
        'sub',
      ]);
      expect(claims('se-astrid', acr)['sub']).not.toBe(claims('se-astrid', acr)['sub']);
      expect(first).not.toHaveProperty([AGES]); // Freja tells none
    });

    it('tell the ages that were asked for, else whether it is 18', () => {
      const young: Person = { ...TEST_PEOPLE[0], birthdate: '2008-04-12' } as Person; // complete: a copy
      const ages = (scopes: readonly string[]) =>
        claimsOf({ person: young, eid: 'age-verification', acr, scopes, at: AT })[AGES];
      expect(ages([])).toEqual({ country: 'DK', is_over_18: false });
      expect(ages(['is_over_16', 'is_over_21'])).toEqual({
        country: 'DK',
        is_over_16: true,
        is_over_21: false,
      });
    });

    it('are those of one country, when the hint names it', () => {
      const wish = { acrValues: [acr], hint: hintTokens('country:NO') };
      const page = eidPage('/', TEST_PEOPLE, wish);
      expect(page).toContain('no-ingrid');
      expect(page).not.toContain('dk-freja');
    });
  });

  it('have long claim names when the JWT format says so', () => {
    const named = withUriNames(claims('dk-signe', 'urn:grn:authn:dk:mitid:business')) ?? {};
    expect(named).toMatchObject({
      sub: '{aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa}',
      authenticationtype: 'urn:grn:authn:dk:mitid:business',
      'dk:gov:saml:attribute:LoA': 'SUBSTANTIAL',
      'urn:oid:2.5.4.10': 'Prøve ApS',
    });
    expect(named).not.toHaveProperty('name');
  });

  it('know nobody who has an eID that does not exist', () => {
    const nobody = { ...TEST_PEOPLE[0], eid: 'nemid' } as unknown as Person; // as JavaScript can
    expect(() => eidFor(nobody, { acrValues: [], hint: {} })).toThrow('no eID called nemid');
  });
});

describe('each eID that the library knows', () => {
  /** The eIDs of one side that the other has not, and why. */
  const WITHOUT_FAKE: Readonly<Record<string, string>> = {
    mock: 'it has no page and no people: what logs in is the claims of a login hint',
  };
  const WITHOUT_PROFILE: Readonly<Record<string, string>> = {
    itsme: 'it stands for an eID of which nothing is known',
  };

  const profiles = EID_PROFILES.map(({ eid, acrValues }) => [eid, Object.keys(acrValues)] as const);
  const filesIn = (folder: string) => readdirSync(new URL(folder, import.meta.url));

  it('has a profile and a fake in files of its name', () => {
    const files = profiles.map(([eid]) => `${eid}.ts`);
    expect(filesIn('../../eid/profiles/').toSorted()).toEqual(files.toSorted());
    expect(filesIn('./')).toEqual(expect.arrayContaining(files));
  });

  it('can be logged in by at the fake, and no other', () => {
    const known = profiles.map(([eid]) => eid).filter((eid) => !(eid in WITHOUT_FAKE));
    const faked = FAKE_EIDS.map(({ id }) => id).filter((eid) => !(eid in WITHOUT_PROFILE));
    expect(faked.toSorted()).toEqual(known.toSorted());
  });

  it.each(profiles.filter(([eid]) => !(eid in WITHOUT_FAKE)))(
    'is asked for alike, and told by what the fake says: %s',
    (eid, acrValues) => {
      const fake = FAKE_EIDS.find(({ id }) => id === eid);
      expect([...(fake?.acrValues ?? [])].toSorted()).toEqual(acrValues.toSorted());
      const wish = { acrValues, hint: {} };
      const person = TEST_PEOPLE.find((each) => eidFor(each, wish).eid.id === eid);
      if (!person) throw new Error(`Nobody has ${eid}`);
      const read = acrValues.map((acr) => {
        const token = claimsOf({ person, eid: fake?.id, acr, scopes: ['openid'], at: AT });
        return toCriiptoUser(token, { issuer: 'https://fake', authenticatedAt: new Date(AT) }).eid;
      });
      expect(new Set(read)).toEqual(new Set([eid]));
    },
  );
});
