// What a login hint of each eID may say
export type {
  AgeVerificationHint,
  CommonHint,
  FrejaHint,
  FtnHint,
  MitIdHint,
  NorwegianBankIdHint,
  PersonalausweisHint,
  SwedishBankIdHint,
} from './hints/hints.js';
export type { HintAction, HintCountry } from './hint-tokens/common-hint.js';
export type { NorwegianMobile } from './profiles/bankid-no.js';

// The claims of each eID
export type { AddressClaim } from './eid-profile.js';
export type { AgeVerificationClaims } from './profiles/age-verification.js';
export type { NorwegianBankIdClaims } from './profiles/bankid-no.js';
export type { SwedishBankIdClaims } from './profiles/bankid-se.js';
export type { FrejaClaims } from './profiles/freja.js';
export type { FtnClaims } from './profiles/ftn.js';
export type { IdinClaims } from './profiles/idin.js';
export type { MitIdBusinessClaims } from './profiles/mitid-business.js';
export type { MitIdClaims } from './profiles/mitid.js';
export type { PersonalausweisClaims } from './profiles/personalausweis.js';
export type { VippsClaims } from './profiles/vipps.js';
