import { logInWith } from '../button-labels.js';
import type { EidProfile } from '../eid-profile.js';
import { encoded } from '../hint-tokens/hint-tokens.js';

const hintToken = encoded('mock:', {});

/** Criipto's test eID, which answers with the claims that the login hint holds: those of any eID. */
export const mock = {
  eid: 'mock',
  button: logInWith('Mock', 'Mockilla'),
  acrValues: { 'urn:grn:authn:mock': undefined },
  root: 'urn:grn:authn:mock',
  schemes: ['mock'],
  hint: {
    /** The claims that the mock eID of test domains answers with. */
    mock: (claims: Readonly<Record<string, unknown>>) => hintToken(JSON.stringify(claims)),
  },
} as const satisfies EidProfile;
