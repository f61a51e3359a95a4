import type { Acr } from '../acr-values.js';

/** What any eID understands. */
export interface CommonHint {
  /** The platform of the app that the eID's app switches back to. */
  readonly appSwitch?: 'ios' | 'android' | 'browser';
  /** The universal link by which the eID's app comes back, or `false` for none. */
  readonly resumeUrl?: string | false;
  /** Where the provider finds the styles of its pages: a path that was set up in the dashboard. */
  readonly cssPath?: string;
  /** The eID, for a broker in between that passes no `acr_values` on. */
  readonly acrValues?: Acr;
  /** A scope, for a broker in between that passes no `scope` on. */
  readonly scope?: string;
  /** Leaves out the button to go on with, in an app that switches by itself. */
  readonly continueButton?: 'never';
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
  /** Signed, and not shown: at most 5 MB, with an action of `sign_extended` or `sign_advanced`. */
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
