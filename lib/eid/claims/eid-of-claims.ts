import { AGE_VERIFICATION_ACR, CRIIPTO_ACR, isWithin, type Eid } from '../acr-values.js';
import type { Claims } from './normalise-claims.js';

/** Which eID the claims come from: by the method used, else by Criipto's `identityscheme`. */
export function eidOf(acr: string | undefined, claims: Claims): Eid {
  // Says an age and no identity, so it must never pass for the eID underneath.
  if (AGE_CLAIM in claims) return 'age-verification';
  const scheme = claims['identityscheme'];
  const eid =
    EID_BY_ACR.find(([root]) => acr !== undefined && isWithin(acr, root))?.[1] ??
    EID_BY_SCHEME.find(([name]) => name === scheme)?.[1] ??
    'unknown';
  return eid === 'mitid' && isBusiness(acr, claims) ? 'mitid-business' : eid;
}

/** The claim that holds all of an age verification: `{ country, is_over_18, … }`. */
export const AGE_CLAIM = 'http://ageverification.criipto.com';

const EID_BY_ACR: readonly (readonly [root: string, eid: Eid])[] = [
  [`${CRIIPTO_ACR}:dk:mitid`, 'mitid'],
  [`${CRIIPTO_ACR}:se:bankid`, 'bankid-se'],
  [`${CRIIPTO_ACR}:se:frejaid`, 'freja'],
  [`${CRIIPTO_ACR}:no:bankid`, 'bankid-no'],
  [`${CRIIPTO_ACR}:no:vipps`, 'vipps'],
  [`${CRIIPTO_ACR}:fi`, 'ftn'],
  [`${CRIIPTO_ACR}:nl:idin`, 'idin'],
  [`${CRIIPTO_ACR}:de:personalausweis`, 'personalausweis'],
  [`${CRIIPTO_ACR}:uk:oneid`, 'oneid'],
  [`${CRIIPTO_ACR}:mock`, 'mock'],
  [AGE_VERIFICATION_ACR, 'age-verification'],
];

const EID_BY_SCHEME: readonly (readonly [scheme: string, eid: Eid])[] = [
  ['dkmitid', 'mitid'],
  ['sebankid', 'bankid-se'],
  ['sefrejaid', 'freja'],
  ['nobankid-oidc', 'bankid-no'],
  ['nobankid', 'bankid-no'],
  ['novippslogin', 'vipps'],
  ['fitupas', 'ftn'],
  ['fimobileid', 'ftn'],
  ['nlidin', 'idin'],
  ['deadesso', 'personalausweis'],
  ['mock', 'mock'],
];

/** A business login asked for by `login_hint` shows `dk:mitid:substantial`: then the company number tells. */
function isBusiness(acr: string | undefined, claims: Claims): boolean {
  return acr === `${CRIIPTO_ACR}:dk:mitid:business` || 'cvrNumberIdentifier' in claims;
}
