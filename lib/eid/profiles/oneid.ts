import type { EidProfile } from '../eid-profile.js';

/** One of its scopes is a product: `oneid:product:…`. */
const SCOPE = 'oneid:' as `oneid:${string}`; // which stands for all that begin so

/** Nothing is known for sure of its claims, and nothing at all of its `identityscheme`. */
export const oneId = {
  eid: 'oneid',
  acrValues: { 'urn:grn:authn:uk:oneid': undefined },
  root: 'urn:grn:authn:uk:oneid',
  scopes: [SCOPE],
} as const satisfies EidProfile;
