import { type ClaimType, COMMON_LANGUAGES, COMMON_SCOPES, type EidProfile } from './eid-profile.js';
import { ageVerification } from './profiles/age-verification.js';
import { norwegianBankId } from './profiles/bankid-no.js';
import { swedishBankId } from './profiles/bankid-se.js';
import { freja } from './profiles/freja.js';
import { finnishTrustNetwork } from './profiles/ftn.js';
import { idin } from './profiles/idin.js';
import { mitIdBusiness } from './profiles/mitid-business.js';
import { mitId } from './profiles/mitid.js';
import { mock } from './profiles/mock.js';
import { oneId } from './profiles/oneid.js';
import { personalausweis } from './profiles/personalausweis.js';
import { vipps } from './profiles/vipps.js';

const ALL = [
  mitId,
  mitIdBusiness,
  swedishBankId,
  norwegianBankId,
  vipps,
  finnishTrustNetwork,
  ageVerification,
  freja,
  idin,
  personalausweis,
  oneId,
  mock,
] as const;

/** One of them, with what it has to the letter. */
export type Profile = (typeof ALL)[number];

/** The eIDs. Where two tell the same of a person by different claims, the one that stands first is believed. */
export const EID_PROFILES: readonly EidProfile<Profile['eid']>[] = ALL;

/**
 * The `acr_values` of Criipto Verify: one value chooses one eID. Values that Criipto retired (NemID,
 * `no:bankid:mobile`, …) are not suggested; any string is accepted where an {@link Acr} is.
 */
export type KnownAcr = KeysOf<Profile['acrValues']>;

type KeysOf<Each> = Each extends unknown ? keyof Each : never;

/** One of Criipto's values, or whatever another OpenID provider understands. */
export type Acr = KnownAcr | (string & {});

/**
 * The eID that a person logged in with. `mitid-business` is MitID Erhverv; `ftn` any bank or mobile
 * certificate of the Finnish Trust Network; `age-verification` tells an age and no identity; `mock` is
 * Criipto's test eID; `unknown` any other, and every login at another OpenID provider.
 */
export type Eid = Profile['eid'] | 'unknown';

/** The claims of each eID. Of those that are not listed nothing is known for sure. */
export type EidClaims = {
  readonly [Each in Extract<Profile, { readonly claims: unknown }> as Each['eid']]: ClaimsOf<Each>;
};

type ClaimsOf<Each> = Each extends { readonly claims: ClaimType<infer Claims> } ? Claims : never;

/** Scopes that eIDs of Criipto know, beside `openid`. They count when the application has dynamic scopes. */
type EidScope =
  (typeof COMMON_SCOPES)[number] | Extract<Profile, { readonly scopes: unknown }>['scopes'][number];

/** What to ask for: `openid`, and others after it with spaces between. Any text that holds `openid` is accepted. */
export type LoginScope = 'openid' | `openid ${EidScope}` | (string & {});

type Language =
  | (typeof COMMON_LANGUAGES)[number]
  | Extract<Profile, { readonly languages: unknown }>['languages'][number];

/**
 * Languages of the provider's pages: `da` MitID, `sv` Swedish eIDs, `nb` Norwegian ones, `fi` and `se` (Swedish)
 * the Finnish Trust Network, `nl` iDIN, `de` the Personalausweis, `en` all. Any list with spaces between is accepted.
 */
export type UiLocales = Language | (string & {});
