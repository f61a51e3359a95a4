import { hintOf, type TokenMakers } from './hint-of.js';
import { digits, encoded, flag, oneOf, resumeUrl, type ToToken, written } from './hint-values.js';
import type {
  AgeVerificationHint,
  CommonHint,
  FrejaHint,
  FtnHint,
  MitIdHint,
  NorwegianBankIdHint,
  PersonalausweisHint,
  SwedishBankIdHint,
} from './hints.js';
import { norwegianMethod } from './norwegian-method.js';

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
  norwegianBankId: ({ method, ssn, mobile, ...hint }: NorwegianBankIdHint): string =>
    [norwegianMethod({ method, ssn, mobile }), hintOf(hint, NORWEGIAN_BANK_ID)]
      .filter(Boolean)
      .join(' '),
  freja: (hint: FrejaHint): string => hintOf(hint, FREJA),
  personalausweis: (hint: PersonalausweisHint): string => hintOf(hint, PERSONALAUSWEIS),
  ageVerification: (hint: AgeVerificationHint): string => hintOf(hint, AGE_VERIFICATION),
  ftn: (hint: FtnHint): string => hintOf(hint, FTN),
  /** For eIDs that know nothing more, such as Vipps, iDIN and OneID. */
  any: (hint: CommonHint): string => hintOf(hint, COMMON),
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
  acrValues: written('acr_values:', /^[\w:.-]+$/, 'must be one acr value'),
  scope: written('scope:', /^[\w:.-]+$/, 'must be one scope'),
  continueButton: oneOf('mobile:continue_button:', ['never']),
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

const NORWEGIAN_BANK_ID: TokenMakers<Omit<NorwegianBankIdHint, 'method' | 'ssn' | 'mobile'>> = {
  action: oneOf('action:', ['sign']),
  message: encoded('message:', {}),
  ...COMMON,
};

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
  nonVisibleData: encoded('nonVisibleData:', { characters: 5_000_000 }),
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
