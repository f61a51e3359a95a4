import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { logInWith } from '../button-labels.js';
import { type AddressClaim, claimType, type EidProfile } from '../eid-profile.js';
import { type HintWriter, hintWriter } from '../hint-tokens/common-hint.js';
import { hintOf } from '../hint-tokens/hint-of.js';
import { digits, encoded, oneOf, type ToToken, written } from '../hint-tokens/hint-tokens.js';

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

export interface NorwegianBankIdHintMembers {
  /** `BIS`: biometrics are enough. `BID`: password and code, which is level high. */
  readonly method?: 'BID' | 'BIS';
  /** Fødselsnummer, eleven digits: fills in who logs in. */
  readonly ssn?: string;
  /** BankID on mobile, which the banks retire: instead of `method` and `ssn`. */
  readonly mobile?: NorwegianMobile;
  readonly action?: 'sign';
  /** Shown with `action: 'sign'`. */
  readonly message?: string;
}

export interface NorwegianMobile {
  /** Eight digits, without the country code. */
  readonly phone: string;
  /** `DDMMYY` */
  readonly birthdate: string;
}

const norwegianBankIdHint: HintWriter<NorwegianBankIdHintMembers> = ({
  method,
  ssn,
  mobile,
  ...hint
}) => [whoAndHow({ method, ssn, mobile }), whatToSign(hint)].filter(Boolean).join(' ');

type WhoAndHow = {
  readonly [Member in 'method' | 'ssn' | 'mobile']: NorwegianBankIdHintMembers[Member] | undefined;
};

/** One token for the method and for who logs in by it: a national id without a method is for the one that every user has. */
function whoAndHow({ method, ssn, mobile }: WhoAndHow): string {
  if (mobile !== undefined && (method !== undefined || ssn !== undefined))
    throw new CriiptoAuthError(
      'login_hint_invalid',
      '`mobile` of the login hint cannot be had beside `method` or `ssn`',
    );
  if (mobile !== undefined) return hintOf({ mobile }, { mobile: bankIdOnMobile });
  if (method === undefined && ssn === undefined) return '';
  const prefix = hintOf({ method: method ?? 'BIS' }, { method: oneOf('', ['BID', 'BIS']) });
  const id = hintOf(ssn === undefined ? {} : { ssn }, {
    ssn: digits(':', /^\d{11}$/, 'must be eleven digits'),
  });
  return `${prefix}${id}`;
}

const bankIdOnMobile: ToToken<NorwegianMobile> = (mobile) => {
  const { phone, birthdate } = Object(mobile) as NorwegianMobile; // whose members are looked at
  const number = digits('BIM:', /^\d{8}$/, '`phone` must be eight digits')(phone);
  return `${number}${written(':', /^\d{6}$/, '`birthdate` must be `DDMMYY`')(birthdate)}`;
};

const whatToSign = hintWriter<Omit<NorwegianBankIdHintMembers, keyof WhoAndHow>>({
  action: oneOf('action:', ['sign']),
  message: encoded('message:', {}),
});

export const norwegianBankId = {
  eid: 'bankid-no',
  button: logInWith('BankID', 'BankID:llä'),
  buttonCountry: 'NO',
  acrValues: {
    // Password and code, or the biometrics of the app: it does not tell which.
    'urn:grn:authn:no:bankid': 'substantial',
    'urn:grn:authn:no:bankid:high': 'high',
    'urn:grn:authn:no:bankid:substantial': 'substantial',
  },
  root: 'urn:grn:authn:no:bankid',
  openAcr: { acr: 'urn:grn:authn:no:bankid', as: 'urn:grn:authn:no:bankid:high' },
  // It takes biometrics there.
  levelInCall: 'substantial',
  timeZone: 'Europe/Oslo',
  schemes: ['nobankid-oidc', 'nobankid'],
  person: { nationalId: [['socialno']] },
  lastingId: 'uniqueuserid',
  proofs: ['certissuer', 'certsubject'],
  jsonClaims: ['address', 'streetaddress'],
  claims: claimType<NorwegianBankIdClaims>(),
  hint: { norwegianBankId: norwegianBankIdHint },
  languages: ['nb'],
} as const satisfies EidProfile;
