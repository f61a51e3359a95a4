import { hintOf, type TokenMakers } from './hint-of.js';
import { digits, encoded, flag, oneOf, resumeUrl, type ToToken, written } from './hint-values.js';

/** What any eID understands. */
export interface CommonHint {
  /** The platform of the app that the eID's app switches back to. */
  readonly appSwitch?: 'ios' | 'android' | 'browser';
  /** The universal link by which the eID's app comes back, or `false` for none. */
  readonly resumeUrl?: string | false;
  /** Where the provider finds the styles of its pages: a path that was set up in the dashboard. */
  readonly cssPath?: string;
}

/** What the user is asked to do, in the words of the eID's app. */
export type HintAction = 'login' | 'confirm' | 'accept' | 'approve' | 'sign';

export interface MitIdHint extends CommonHint {
  /** CPR number, `DDMMYYXXXX`: fills in who logs in. */
  readonly cpr?: string;
  /** MitID's own id of the person who logs in again: the claim `uuid`. */
  readonly uuid?: string;
  /** MitID Erhverv instead of MitID, or the user's choice. */
  readonly business?: boolean | 'optional';
  /** CVR number of the company, eight digits. */
  readonly cvr?: string;
  readonly action?: HintAction;
  /** Shown in the app: at most 130 characters. */
  readonly message?: string;
  /** Lets the session be handed to another broker later on. */
  readonly controlledTransfer?: boolean;
}

export interface SwedishBankIdHint extends CommonHint {
  /** Personnummer, `YYYYMMDDXXXX`: nobody else can log in. */
  readonly ssn?: string;
  readonly action?: HintAction;
  /** Shown in the app: at most 1,500 characters as base64, and 40,000 with `action: 'sign'`. */
  readonly message?: string;
  /** Signed, and not shown. */
  readonly nonVisibleData?: string;
}

export interface NorwegianBankIdHint extends CommonHint {
  /** `BIS`: biometrics are enough. `BID`: password and code, which is level high. */
  readonly method?: 'BID' | 'BIS';
  /** Fødselsnummer, eleven digits: fills in who logs in. */
  readonly ssn?: string;
  readonly action?: 'sign';
  /** Shown with `action: 'sign'`. */
  readonly message?: string;
}

export interface FrejaHint extends CommonHint {
  /** National id of the country below. */
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
  readonly nonVisibleData?: string;
}

export interface PersonalausweisHint extends CommonHint {
  /** At most 32 letters and digits. Needed when a template is registered. */
  readonly transactionInfo?: string;
  readonly flow?: 'same-device' | 'another-device';
}

export interface AgeVerificationHint extends CommonHint {
  /** Whose eID tells the age. */
  readonly country?: HintCountry;
}

export interface FtnHint extends CommonHint {
  /** Has the provider refuse what the Finnish Trust Network would, for a test. */
  readonly enforceRequirements?: boolean;
}

export type HintCountry = 'DK' | 'SE' | 'NO' | 'FI';

/**
 * Login hints of Criipto, a function for each eID: what it knows of, in the form that it wants, as the
 * text for `loginHint`. Values that users wrote cannot add to what was asked for.
 *
 * @throws {CriiptoAuthError} `login_hint_invalid`, which names the member and never repeats its value.
 * @example
 * loginHint.mitId({ action: 'sign', message: 'Transfer 100 kr to Åse' })
 */
export const loginHint = {
  mitId: (hint: MitIdHint): string => hintOf(hint, MIT_ID),
  swedishBankId: (hint: SwedishBankIdHint): string => hintOf(hint, swedishBankId(hint)),
  norwegianBankId: ({ method, ssn, ...hint }: NorwegianBankIdHint): string =>
    [norwegianMethod(method, ssn), hintOf(hint, NORWEGIAN_BANK_ID)].filter(Boolean).join(' '),
  freja: (hint: FrejaHint): string => hintOf(hint, FREJA),
  personalausweis: (hint: PersonalausweisHint): string => hintOf(hint, PERSONALAUSWEIS),
  ageVerification: (hint: AgeVerificationHint): string => hintOf(hint, AGE_VERIFICATION),
  ftn: (hint: FtnHint): string => hintOf(hint, FTN),
  /** The claims that the mock eID of test domains answers with. */
  mock: (claims: Readonly<Record<string, unknown>>): string =>
    encoded('mock:', {})(JSON.stringify(claims)),
} as const;

const ACTIONS = ['login', 'confirm', 'accept', 'approve', 'sign'] as const;
const COUNTRIES = ['DK', 'SE', 'NO', 'FI'] as const;

const COMMON: TokenMakers<CommonHint> = {
  appSwitch: oneOf('appswitch:', ['ios', 'android', 'browser']),
  resumeUrl,
  cssPath: written('css_path:', /^[\w./-]+$/, 'must be a path of letters, digits and ./-_'),
};

const businessToken: ToToken<boolean | 'optional'> = (value) =>
  value === 'optional' ? 'business_optional' : flag('business')(value);

const MIT_ID: TokenMakers<MitIdHint> = {
  cpr: digits('sub:', /^\d{10}$/, 'must be ten digits'),
  uuid: written('uuid:', /^[\w-]{1,64}$/, 'must be the claim `uuid` of an earlier login'),
  business: businessToken,
  cvr: digits('vatid:DK', /^\d{8}$/, 'must be eight digits'),
  action: oneOf('action:', ACTIONS),
  message: encoded('message:', { characters: 130 }),
  controlledTransfer: flag('dk:mitid:ct'),
  ...COMMON,
};

/** More fits into a text to sign than into one beside a login. */
const swedishBankId = ({ action }: SwedishBankIdHint): TokenMakers<SwedishBankIdHint> => ({
  ssn: digits('sub:', /^\d{12}$/, 'must be twelve digits'),
  action: oneOf('action:', ACTIONS),
  message: encoded('message:', { encoded: action === 'sign' ? 40_000 : 1_500 }),
  nonVisibleData: encoded('nonVisibleData:', {}),
  ...COMMON,
});

const NORWEGIAN_BANK_ID: TokenMakers<Omit<NorwegianBankIdHint, 'method' | 'ssn'>> = {
  action: oneOf('action:', ['sign']),
  message: encoded('message:', {}),
  ...COMMON,
};

/** One token for both: a national id without a method is for the one that every user has. */
function norwegianMethod(method: 'BID' | 'BIS' | undefined, ssn: string | undefined): string {
  if (method === undefined && ssn === undefined) return '';
  const prefix = hintOf({ method: method ?? 'BIS' }, { method: oneOf('', ['BID', 'BIS']) });
  const id = hintOf(ssn === undefined ? {} : { ssn }, {
    ssn: digits(':', /^\d{11}$/, 'must be eleven digits'),
  });
  return `${prefix}${id}`;
}

const FREJA: TokenMakers<FrejaHint> = {
  ssn: written('sub:ssn:', /^[\w+-]{4,20}$/, 'must be a national id: letters, digits, + and -'),
  ssnCountry: oneOf('sub:ssncountry:', COUNTRIES),
  email: written('sub:email:', /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/, 'must be an e-mail address'),
  phone: digits('sub:phone:', /^\+\d{6,15}$/, 'must be a number with its country code: +46…'),
  minRegistrationLevel: oneOf('minregistrationlevel:', ['basic', 'extended', 'plus']),
  userConfirmationMethod: oneOf('userconfirmationmethod:', ['defaultandface']),
  action: oneOf('action:', ['sign', 'sign_extended', 'sign_advanced']),
  message: encoded('message:', { characters: 4_096 }),
  title: encoded('title:', { characters: 128 }),
  pushTitle: encoded('pushTitle:', { characters: 256 }),
  pushText: encoded('pushText:', { characters: 256 }),
  nonVisibleData: encoded('nonVisibleData:', {}),
  ...COMMON,
};

const PERSONALAUSWEIS: TokenMakers<PersonalausweisHint> = {
  transactionInfo: written('txinfo:', /^[A-Za-z\d]{1,32}$/, 'must be 1 to 32 letters and digits'),
  flow: oneOf('flow:', ['same-device', 'another-device']),
  ...COMMON,
};

const AGE_VERIFICATION: TokenMakers<AgeVerificationHint> = {
  country: oneOf('country:', COUNTRIES),
  ...COMMON,
};

const FTN: TokenMakers<FtnHint> = {
  enforceRequirements: flag('enforce_ftn_requirements'),
  ...COMMON,
};
