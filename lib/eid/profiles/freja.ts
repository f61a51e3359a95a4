import { logInWith } from '../button-labels.js';
import { claimType, type EidProfile } from '../eid-profile.js';
import { HINT_COUNTRIES, type HintCountry, hintWriter } from '../hint-tokens/common-hint.js';
import { digits, encoded, oneOf, written } from '../hint-tokens/hint-tokens.js';

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

export interface FrejaHintMembers {
  /** National id of the country below. The hyphen of a Swedish one (`19900101-1234`) is left out. */
  readonly ssn?: string;
  readonly ssnCountry?: HintCountry;
  readonly email?: string;
  /** With its country code: `+46701234567`. */
  readonly phone?: string;
  readonly minRegistrationLevel?: 'basic' | 'extended' | 'plus';
  readonly userConfirmationMethod?: 'defaultandface';
  readonly action?: 'sign' | 'sign_extended' | 'sign_advanced';
  /** At most 4,096 characters. */
  readonly message?: string;
  /** At most 128 characters. */
  readonly title?: string;
  /** At most 256 characters. */
  readonly pushTitle?: string;
  /** At most 256 characters. */
  readonly pushText?: string;
  /** Signed, and not shown: at most 5 MB, with an action of `sign_extended` or `sign_advanced`. */
  readonly nonVisibleData?: string;
}

const nationalId = written(
  'sub:ssn:',
  /^[\w+-]{4,20}$/,
  'must be a national id: letters, digits, + and -',
);

/** Freja takes the twelve digits alone. In Finland the hyphen belongs to the number. */
function withoutSwedishHyphen(value: string): string {
  return typeof value === 'string' ? value.replace(/^(\d{8})-(\d{4})$/, '$1$2') : value;
}

const ATTRIBUTES = ['details', 'requestedAttributes'] as const;

export const freja = {
  eid: 'freja',
  button: logInWith('Freja', 'Frejalla'),
  acrValues: { 'urn:grn:authn:se:frejaid': undefined },
  root: 'urn:grn:authn:se:frejaid',
  timeZone: 'Europe/Stockholm',
  schemes: ['sefrejaid'],
  person: {
    givenName: [[...ATTRIBUTES, 'basicUserInfo', 'name']],
    familyName: [[...ATTRIBUTES, 'basicUserInfo', 'surname']],
    birthdate: [[...ATTRIBUTES, 'dateOfBirth']],
    country: [[...ATTRIBUTES, 'ssn', 'country']],
    nationalId: [[...ATTRIBUTES, 'ssn', 'ssn']],
  },
  proofs: ['registrationLevel', 'relyingPartyUserId', 'integratorSpecificUserId'],
  // The last two are of a text that was signed.
  largeClaims: ['photo', 'documentPhoto', 'userSignature', 'advancedSignature'],
  claims: claimType<FrejaClaims>(),
  hint: {
    freja: hintWriter<FrejaHintMembers>({
      ssn: (value) => nationalId(withoutSwedishHyphen(value)),
      ssnCountry: oneOf('sub:ssncountry:', HINT_COUNTRIES),
      email: written(
        'sub:email:',
        /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/,
        'must be an e-mail address',
      ),
      phone: digits('sub:phone:', /^\+\d{6,15}$/, 'must be a number with its country code: +46…'),
      minRegistrationLevel: oneOf('minregistrationlevel:', ['basic', 'extended', 'plus']),
      userConfirmationMethod: oneOf('userconfirmationmethod:', ['defaultandface']),
      action: oneOf('action:', ['sign', 'sign_extended', 'sign_advanced']),
      message: encoded('message:', { characters: 4_096 }),
      title: encoded('title:', { characters: 128 }),
      pushTitle: encoded('pushTitle:', { characters: 256 }),
      pushText: encoded('pushText:', { characters: 256 }),
      nonVisibleData: encoded('nonVisibleData:', { characters: 5_000_000 }),
    }),
  },
  scopes: [
    // At each registration level
    'frejaid:email_address',
    'frejaid:all_email_addresses',
    'frejaid:all_phone_numbers',
    'frejaid:registration_level',
    // From level extended on
    'frejaid:basic_user_info',
    'frejaid:date_of_birth',
    'frejaid:age',
    'frejaid:ssn',
    'frejaid:addresses',
    'frejaid:document',
    'frejaid:photo',
    'frejaid:document_photo',
    // By agreement
    'frejaid:unique_personal_identifier',
    'frejaid:loa_level',
    'frejaid:custom_identifier',
  ],
  languages: ['sv'],
} as const satisfies EidProfile;
