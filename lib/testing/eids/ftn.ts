import { madeUp } from '../model/person-details.js';
import type { FakeEid } from './fake-eid.js';

export const finnishTrustNetwork = {
  id: 'ftn',
  label: 'Finnish Trust Network',
  acrValues: ['urn:grn:authn:fi:bank-id', 'urn:grn:authn:fi:mobile-id', 'urn:grn:authn:fi:all'],
  usualAcr: 'urn:grn:authn:fi:bank-id',
  open: ['urn:grn:authn:fi:all'],
  usualIn: 'FI',
  claims: ({ person, acr }) => {
    const isMobile = acr.endsWith(':mobile-id');
    return {
      identityscheme: 'fitupas',
      authenticationmethod: isMobile ? 'Mobiilivarmenne' : 'Koepankki',
      hetu: person.nationalId,
      ...(isMobile ? { satu: `99999${person.guid.slice(0, 3)}` } : {}),
      // The banks' own id of the person, where others have a name.
      name: `_${person.guid.replaceAll('-', '')}`,
      given_name: person.givenName,
      family_name: person.familyName,
      birthdate: person.birthdate,
      country: 'FI',
    };
  },
  tellsAge: true,
  people: [
    madeUp('fi-aino', 'FI', 'Aino', 'Testilä', '1988-01-19', '190188-999A', '7'),
    madeUp('fi-eero', 'FI', 'Eero', 'Koekas', '1961-06-28', '280661-999B', '8'),
    // Comes of age in 2031.
    madeUp('fi-venla', 'FI', 'Venla', 'Koelampi', '2013-11-02', '021113A999C', '7a'),
  ],
} as const satisfies FakeEid;
