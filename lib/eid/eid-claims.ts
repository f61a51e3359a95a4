// What each eID tells, under compact names, as Criipto's pages on them say. All of it may be missing:
// scopes, settings in the dashboard and the person's own choice decide. Numbers come as texts.

export interface AddressClaim {
  readonly formatted?: string;
  readonly common_name?: string;
  readonly street_address?: string;
  readonly postal_code?: string;
  readonly city?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly country?: string;
}

export interface MitIdClaims {
  /** MitID's own id of the person: the same at every level. */
  readonly uuid?: string;
  readonly cprNumberIdentifier?: string;
  readonly cprNumberStatus?: string;
  readonly name?: string;
  readonly birthdate?: string;
  readonly dateofbirth?: string;
  readonly age?: string;
  readonly address?: AddressClaim;
  /** The address in its parts, as the CPR register has them. */
  readonly address_details?: Readonly<Record<string, unknown>>;
  /** Level of assurance: `LOW`, `SUBSTANTIAL`, `HIGH`. */
  readonly loA?: string;
  /** Of the identity, the authenticator and the federation. */
  readonly ial?: string;
  readonly aal?: string;
  readonly fal?: string;
  /** The text that was shown in the app. */
  readonly refTextHeader?: string;
  readonly refTextBody?: string;
  /** Of the device and the network. Large: `mapUser` sees it, the session does not keep it. */
  readonly mitid_risk_data?: unknown;
  /** Of a transfer that the login hint asked for: the session at MitID, and until when it can be handed over. */
  readonly 'mitid:ct:sid'?: string;
  readonly 'mitid:ct:sid:exp'?: string | number;
}

/** MitID Erhverv: another `sub` and `uuid` than the same person's as a citizen. */
export interface MitIdBusinessClaims extends MitIdClaims {
  readonly cvrNumberIdentifier?: string;
  readonly employee?: boolean;
  /** Whether the person may sign for the company. */
  readonly companySignatory?: boolean;
  /** Name of the company. */
  readonly '2.5.4.10'?: string;
  readonly ridNumberIdentifier?: string;
  readonly productionUnit?: string;
  readonly seNumber?: string;
}

export interface SwedishBankIdClaims {
  readonly ssn?: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly ipaddress?: string;
  /** The signature as Swedish BankID gives it, base64. Large: `mapUser` sees it, the session does not keep it. */
  readonly evidence?: string;
  readonly ocspResponse?: string;
}

export interface NorwegianBankIdClaims {
  readonly socialno?: string;
  /** Norwegian BankID's own id of the person: stable, and not sensitive. */
  readonly uniqueuserid?: string;
  readonly certissuer?: string;
  readonly certsubject?: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly birthdate?: string;
  readonly email?: string;
  readonly emailaddress?: string;
  readonly phone_number?: string;
  readonly mobilephone?: string;
  readonly address?: AddressClaim;
  /** One line, or the address in its parts. */
  readonly streetaddress?: string | AddressClaim;
}

export interface VippsClaims {
  readonly socialno?: string;
  readonly name?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly birthdate?: string;
  readonly mobilephone?: string;
  readonly emailaddress?: string;
  readonly address?: AddressClaim;
}

export interface FtnClaims {
  readonly hetu?: string;
  /** With a mobile certificate. */
  readonly satu?: string;
  /** The bank or the operator that the user logged in by. */
  readonly authenticationmethod?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly gender?: string;
  readonly birthdate?: string;
}

export interface FrejaClaims {
  readonly registrationLevel?: string;
  readonly relyingPartyUserId?: string;
  readonly integratorSpecificUserId?: string;
  readonly emailaddress?: string;
  readonly phone_number?: string;
  readonly birthdate?: string;
  readonly details?: {
    readonly status?: string;
    readonly requestedAttributes?: {
      readonly basicUserInfo?: { readonly name?: string; readonly surname?: string };
      readonly dateOfBirth?: string;
      readonly ssn?: { readonly ssn?: string; readonly country?: string };
    } & Readonly<Record<string, unknown>>;
  };
  readonly certificateStatus?: string;
  /** Of a text that was signed. Large: `mapUser` sees them, the session does not keep them. */
  readonly userSignature?: string;
  readonly advancedSignature?: string;
}

export interface IdinClaims {
  readonly verified_claims?: { readonly bin?: string };
  readonly legallastname?: string;
  readonly birthdate?: string;
  readonly gender?: string;
}

export interface PersonalausweisClaims {
  readonly given_name?: string;
  readonly family_name?: string;
  readonly nationality?: string;
  readonly document_type?: string;
  readonly date_of_expiry?: string;
  readonly place_of_birth?: string;
  readonly birth_name?: string;
  readonly issuing_state?: string;
  readonly birthdate?: string;
  readonly address?: AddressClaim;
}

/** Of each age that was asked for, whether the person has reached it. No identity: `sub` is another at each login. */
export interface AgeVerificationClaims {
  readonly 'http://ageverification.criipto.com'?: {
    readonly country?: string;
    readonly is_over_15?: boolean;
    readonly is_over_16?: boolean;
    readonly is_over_18?: boolean;
    readonly is_over_21?: boolean;
  };
}

/** The claims of each eID. Of those that are not listed nothing is known for sure. */
export interface EidClaims {
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
