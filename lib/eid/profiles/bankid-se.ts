import { logInWith } from '../button-labels.js';
import { claimType, type EidProfile } from '../eid-profile.js';
import {
  HINT_ACTIONS,
  type HintAction,
  type HintWriter,
  hintWriter,
} from '../hint-tokens/common-hint.js';
import { digits, encoded, oneOf } from '../hint-tokens/hint-tokens.js';

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

export interface SwedishBankIdHintMembers {
  /** Personnummer, `YYYYMMDDXXXX`: nobody else can log in. */
  readonly ssn?: string;
  readonly action?: HintAction;
  /** Shown in the app: at most 1,500 characters as base64, and 40,000 with `action: 'sign'`. */
  readonly message?: string;
  /** Signed, and not shown. */
  readonly nonVisibleData?: string;
}

/** More fits into a text to sign than into one beside a login. */
const writerFor = (messageLimit: number) =>
  hintWriter<SwedishBankIdHintMembers>({
    ssn: digits('sub:', /^\d{12}$/, 'must be twelve digits'),
    action: oneOf('action:', HINT_ACTIONS),
    message: encoded('message:', { encoded: messageLimit }),
    nonVisibleData: encoded('nonVisibleData:', {}),
  });

const forLogin = writerFor(1_500);
const forSigning = writerFor(40_000);

const swedishBankIdHint: HintWriter<SwedishBankIdHintMembers> = (hint) =>
  hint.action === 'sign' ? forSigning(hint) : forLogin(hint);

export const swedishBankId = {
  eid: 'bankid-se',
  button: logInWith('BankID', 'BankID:llä'),
  buttonCountry: 'SE',
  acrValues: {
    'urn:grn:authn:se:bankid': undefined,
    'urn:grn:authn:se:bankid:same-device': undefined,
    'urn:grn:authn:se:bankid:another-device': undefined,
    'urn:grn:authn:se:bankid:another-device:qr': undefined,
  },
  root: 'urn:grn:authn:se:bankid',
  timeZone: 'Europe/Stockholm',
  schemes: ['sebankid'],
  person: { nationalId: [['ssn']] },
  largeClaims: ['evidence', 'ocspResponse'],
  claims: claimType<SwedishBankIdClaims>(),
  hint: { swedishBankId: swedishBankIdHint },
  // The signature itself.
  scopes: ['evidence'],
  languages: ['sv'],
} as const satisfies EidProfile;
