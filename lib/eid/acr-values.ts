/**
 * The `acr_values` of Criipto Verify: one value chooses one eID. Values that Criipto retired (NemID,
 * `no:bankid:mobile`, …) are not suggested; any string is accepted where an {@link Acr} is.
 */
export type KnownAcr =
  | 'urn:grn:authn:dk:mitid:low'
  | 'urn:grn:authn:dk:mitid:substantial'
  | 'urn:grn:authn:dk:mitid:high'
  | 'urn:grn:authn:dk:mitid:business'
  | 'urn:grn:authn:se:bankid'
  | 'urn:grn:authn:se:bankid:same-device'
  | 'urn:grn:authn:se:bankid:another-device'
  | 'urn:grn:authn:se:bankid:another-device:qr'
  | 'urn:grn:authn:se:frejaid'
  | 'urn:grn:authn:no:bankid'
  | 'urn:grn:authn:no:bankid:high'
  | 'urn:grn:authn:no:bankid:substantial'
  | 'urn:grn:authn:no:vipps'
  | 'urn:grn:authn:fi:all'
  | 'urn:grn:authn:fi:bank-id'
  | 'urn:grn:authn:fi:mobile-id'
  | 'urn:grn:authn:nl:idin'
  | 'urn:grn:authn:de:personalausweis'
  | 'urn:grn:authn:uk:oneid'
  | 'urn:grn:authn:mock'
  | 'urn:age-verification';

/** One of Criipto's values, or whatever another OpenID provider understands. */
export type Acr = KnownAcr | (string & {});

/** How sure the eID is of the person, in the words of eIDAS. */
export type AssuranceLevel = 'low' | 'substantial' | 'high';

/**
 * The eID that a person logged in with. `mitid-business` is MitID Erhverv; `ftn` any bank or mobile
 * certificate of the Finnish Trust Network; `age-verification` tells an age and no identity; `mock` is
 * Criipto's test eID; `unknown` any other, and every login at another OpenID provider.
 */
export type Eid =
  | 'mitid'
  | 'mitid-business'
  | 'bankid-se'
  | 'bankid-no'
  | 'vipps'
  | 'ftn'
  | 'freja'
  | 'idin'
  | 'personalausweis'
  | 'oneid'
  | 'age-verification'
  | 'mock'
  | 'unknown';

/** Every acr value of Criipto but age verification starts so. */
export const CRIIPTO_ACR = 'urn:grn:authn';

export const AGE_VERIFICATION_ACR = 'urn:age-verification';

/** Whether an acr value is `root` or one of its variants: whole segments, so `…:mitidevil` is not within `…:mitid`. */
export function isWithin(acr: string, root: string): boolean {
  return acr === root || acr.startsWith(`${root}:`);
}
