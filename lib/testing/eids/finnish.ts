import type { FakeClaims } from '../model/fake-login.js';
import type { ClaimContext } from './claim-context.js';

export function finnishTrustNetwork({ person, acr }: ClaimContext): FakeClaims {
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
}
