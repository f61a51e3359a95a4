import type { Acr } from '../../eid/eids.js';
import type { AuthorizationDetail } from '../../oidc/token/backchannel-authentication.js';

/** Whom to authenticate during a call, by an eID whose rules are known. */
interface CallerRequest {
  /** Whom to ask. Never logged, and in no error. */
  readonly nationalId: string;
  /** What comes back must satisfy it. @default the value of the eID */
  readonly acrValues?: Acr | readonly Acr[];
  /** @default `login.scope` */
  readonly scope?: string;
}

/** BankID Sweden asks the user whether they are on the phone with you, and shows your message. */
export interface SwedishCallerRequest extends CallerRequest {
  readonly eid: 'bankid-se';
  /** The personnummer, with the century and without a hyphen: 12 digits. */
  readonly nationalId: string;
  /** Who called: you (`'RP'`) or the user. The app asks its question accordingly. */
  readonly callInitiator: 'RP' | 'user';
  /** What the app shows, such as your name and the matter. */
  readonly bindingMessage: string;
}

/**
 * BankID Norway makes up a pair of words itself, which the login then has as `bindingMessage`. It takes biometrics
 * in a call: the level is substantial, and `acrValues` that ask for high are refused.
 */
export interface NorwegianCallerRequest extends CallerRequest {
  readonly eid: 'bankid-no';
  /** The fødselsnummer: 11 digits. */
  readonly nationalId: string;
  readonly bindingMessage?: never;
}

/** Freja. What Criipto wants to know of such a call is not published: hand it over as it tells you. */
export interface FrejaCallerRequest extends CallerRequest {
  readonly eid: 'freja';
  readonly bindingMessage?: string;
  readonly authorizationDetails?: readonly AuthorizationDetail[];
}

/** Any other eID or provider, in the parameters of CIBA itself (section 7.1). */
export interface OtherCibaRequest {
  readonly eid?: never;
  readonly acrValues: Acr | readonly Acr[];
  /** Whom to ask. Never logged, and in no error. */
  readonly loginHint: string;
  readonly bindingMessage?: string;
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  /** @default `login.scope` */
  readonly scope?: string;
}

/** Whom to authenticate. Comes from the application's code, never as a whole from a request. */
export type CibaRequest =
  SwedishCallerRequest | NorwegianCallerRequest | FrejaCallerRequest | OtherCibaRequest;
