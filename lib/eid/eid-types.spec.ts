import { describe, expect, it } from '@jest/globals';

import type { Acr, Eid, EidClaims, KnownAcr, LoginScope, UiLocales } from './eids.js';
import type {
  AgeVerificationHint,
  CommonHint,
  FrejaHint,
  FtnHint,
  MitIdHint,
  NorwegianBankIdHint,
  PersonalausweisHint,
  SwedishBankIdHint,
} from './hints/hints.js';
import type { loginHint } from './hints/login-hint.js';
import type { AgeVerificationClaims } from './profiles/age-verification.js';
import type { NorwegianBankIdClaims } from './profiles/bankid-no.js';
import type { SwedishBankIdClaims } from './profiles/bankid-se.js';
import type { FrejaClaims } from './profiles/freja.js';
import type { FtnClaims } from './profiles/ftn.js';
import type { IdinClaims } from './profiles/idin.js';
import type { MitIdBusinessClaims } from './profiles/mitid-business.js';
import type { MitIdClaims } from './profiles/mitid.js';
import type { PersonalausweisClaims } from './profiles/personalausweis.js';
import type { VippsClaims } from './profiles/vipps.js';

// The compiler does the work here: what it infers of the profiles is held against what 0.1.0 declared.

type FrozenKnownAcr =
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

type FrozenEid =
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

interface FrozenEidClaims {
  readonly mitid: MitIdClaims;
  readonly 'mitid-business': MitIdBusinessClaims;
  readonly 'bankid-se': SwedishBankIdClaims;
  readonly 'bankid-no': NorwegianBankIdClaims;
  readonly vipps: VippsClaims;
  readonly ftn: FtnClaims;
  readonly freja: FrejaClaims;
  readonly idin: IdinClaims;
  readonly personalausweis: PersonalausweisClaims;
  readonly 'age-verification': AgeVerificationClaims;
}

type FrozenScope =
  | 'ssn'
  | 'address'
  | 'address ssn'
  | 'email'
  | 'phone'
  | 'birthdate'
  | 'evidence'
  | `frejaid:${
      | 'email_address'
      | 'all_email_addresses'
      | 'all_phone_numbers'
      | 'registration_level'
      | 'basic_user_info'
      | 'date_of_birth'
      | 'age'
      | 'ssn'
      | 'addresses'
      | 'document'
      | 'photo'
      | 'document_photo'
      | 'unique_personal_identifier'
      | 'loa_level'
      | 'custom_identifier'}`
  | `idin:${'full-id' | 're-id' | 'safe-login' | 'age-verification'}`
  | `odis:${'Pseudonym' | 'Profile1' | 'Profile2' | 'Profile3'}`
  | `oneid:${string}`
  | `is_over_${15 | 16 | 18 | 21}`;

type FrozenLanguages = 'da' | 'sv' | 'nb' | 'fi' | 'se' | 'nl' | 'de' | 'en';

interface FrozenHints {
  readonly mitId: MitIdHint;
  readonly swedishBankId: SwedishBankIdHint;
  readonly norwegianBankId: NorwegianBankIdHint;
  readonly freja: FrejaHint;
  readonly personalausweis: PersonalausweisHint;
  readonly ageVerification: AgeVerificationHint;
  readonly ftn: FtnHint;
  readonly any: CommonHint;
  readonly mock: Readonly<Record<string, unknown>>;
}

/** The members of the hints of each eID, beside the common ones. */
interface FrozenHintMembers {
  readonly mitId: 'cpr' | 'uuid' | 'business' | 'cvr' | 'action' | 'message' | 'controlledTransfer';
  readonly swedishBankId: 'ssn' | 'action' | 'message' | 'nonVisibleData';
  readonly norwegianBankId: 'method' | 'ssn' | 'mobile' | 'action' | 'message';
  readonly freja:
    | 'ssn'
    | 'ssnCountry'
    | 'email'
    | 'phone'
    | 'minRegistrationLevel'
    | 'userConfirmationMethod'
    | 'action'
    | 'message'
    | 'title'
    | 'pushTitle'
    | 'pushText'
    | 'nonVisibleData';
  readonly personalausweis: 'transactionInfo' | 'flow';
  readonly ageVerification: 'country';
  readonly ftn: 'enforceRequirements';
  readonly any: never;
}

type FrozenCommonMembers =
  'appSwitch' | 'resumeUrl' | 'cssPath' | 'acrValues' | 'scope' | 'continueButton';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** One object with all members, however it was put together. */
type Flat<T> = { [Member in keyof T]: T[Member] };

type HintsGiven = {
  readonly [Name in keyof typeof loginHint]: Flat<Parameters<(typeof loginHint)[Name]>[0]>;
};

type EachFlat<T> = { readonly [Name in keyof T]: Flat<T[Name]> };

type OwnMembers = {
  readonly [Name in Exclude<keyof HintsGiven, 'mock'>]: Exclude<
    keyof HintsGiven[Name],
    FrozenCommonMembers
  >;
};

const areSame = <All extends Readonly<Record<string, true>>>(all: All): readonly string[] =>
  Object.keys(all);

describe('the types that are made of the profiles', () => {
  it('are those that were declared', () => {
    const names = areSame({
      KnownAcr: true satisfies Same<KnownAcr, FrozenKnownAcr>,
      Acr: true satisfies Same<Acr, FrozenKnownAcr | (string & {})>,
      Eid: true satisfies Same<Eid, FrozenEid>,
      EidClaims: true satisfies Same<Flat<EidClaims>, Flat<FrozenEidClaims>>,
      LoginScope: true satisfies Same<
        LoginScope,
        'openid' | `openid ${FrozenScope}` | (string & {})
      >,
      UiLocales: true satisfies Same<UiLocales, FrozenLanguages | (string & {})>,
      hints: true satisfies Same<HintsGiven, EachFlat<FrozenHints>>,
      ownMembers: true satisfies Same<OwnMembers, Flat<FrozenHintMembers>>,
      commonMembers: true satisfies Same<keyof CommonHint, FrozenCommonMembers>,
      hintedAcr: true satisfies Same<MitIdHint['acrValues'], Acr | undefined>,
    });
    expect(names).toHaveLength(10);
  });
});
