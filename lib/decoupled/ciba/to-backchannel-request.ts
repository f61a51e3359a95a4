import { isJsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { checkLoginRequest } from '../../login/check-login-request.js';
import type { BackchannelAuthenticationRequest } from '../../oidc/token/backchannel-authentication.js';
import type {
  CibaRequest,
  FrejaCallerRequest,
  NorwegianCallerRequest,
  OtherCibaRequest,
  SwedishCallerRequest,
} from './ciba-request.js';

type Parameters = Omit<BackchannelAuthenticationRequest, 'scope'>;

/**
 * The authentication request of what an application asks for. It may be written in JavaScript, and the
 * national id may have been typed in by somebody on the phone.
 *
 * @throws {CriiptoAuthError} `login_request_invalid`, which says what is wrong and never the value.
 */
export function toBackchannelRequest(
  request: CibaRequest,
  defaultScope: string,
): BackchannelAuthenticationRequest {
  const asked = { scope: request.scope ?? defaultScope, ...parametersOf(request) };
  const { scope, acrValues, loginHint, bindingMessage, authorizationDetails } = asked;
  checkLoginRequest({ scope, acrValues, loginHint });
  checkMessage(bindingMessage);
  checkDetails(authorizationDetails);
  return asked;
}

function parametersOf(request: CibaRequest): Parameters {
  switch (request.eid) {
    case 'bankid-se':
      return swedishCall(request);
    case 'bankid-no':
      return norwegianCall(request);
    case 'freja':
      return frejaCall(request);
    case undefined:
      return otherRequest(request);
    default:
      throw invalid(
        '`eid` is none that takes calls: leave it out, and give `acrValues` and `loginHint`',
      );
  }
}

function swedishCall(request: SwedishCallerRequest): Parameters {
  const {
    acrValues = 'urn:grn:authn:se:bankid',
    nationalId,
    callInitiator,
    bindingMessage,
  } = request;
  if (callInitiator !== 'RP' && callInitiator !== 'user')
    throw invalid('`callInitiator` must be "RP" when you called, or "user"');
  if (!isText(bindingMessage))
    throw invalid('`bindingMessage` is missing: BankID Sweden shows it to the user');
  return {
    acrValues: [acrValues].flat(),
    loginHint: personalHint(nationalId, /^\d{12}$/, '12 digits, with the century and no hyphen'),
    bindingMessage,
    authorizationDetails: [{ type: 'phoneAuth', callInitiator }],
  };
}

const NORWEGIAN_BANKID = 'urn:grn:authn:no:bankid';

/** Asked for by the plain value whatever the level, which is substantial: it takes biometrics. */
function norwegianCall(request: NorwegianCallerRequest): Parameters {
  const { acrValues = NORWEGIAN_BANKID, nationalId, bindingMessage } = request;
  const asked = [acrValues].flat();
  if (bindingMessage !== undefined)
    throw invalid('`bindingMessage` must be left out: BankID Norway makes up its own');
  if (asked.includes(`${NORWEGIAN_BANKID}:high`))
    throw invalid('`acrValues` ask for level high, and a call to BankID Norway is substantial');
  const plain = asked.map((acr) =>
    acr === `${NORWEGIAN_BANKID}:substantial` ? NORWEGIAN_BANKID : acr,
  );
  return {
    acrValues: [...new Set(plain)],
    loginHint: personalHint(nationalId, /^\d{11}$/, '11 digits'),
    authorizationDetails: [{ type: 'customerServiceCall.v1' }],
  };
}

function frejaCall(request: FrejaCallerRequest): Parameters {
  const { acrValues = 'urn:grn:authn:se:frejaid', nationalId } = request;
  const { bindingMessage, authorizationDetails } = request;
  return {
    acrValues: [acrValues].flat(),
    loginHint: personalHint(nationalId, /^[\w-]+$/, 'letters, digits and hyphens'),
    bindingMessage,
    authorizationDetails,
  };
}

function otherRequest(request: OtherCibaRequest): Parameters {
  const { acrValues, loginHint, bindingMessage, authorizationDetails } = request;
  if (!isText(loginHint)) throw invalid('`loginHint` is missing: it says whom to ask');
  return { acrValues: [acrValues].flat(), loginHint, bindingMessage, authorizationDetails };
}

/** Checked by its form, or what somebody typed in could add tokens of its own to the hint. */
function personalHint(nationalId: unknown, form: RegExp, inWords: string): string {
  if (typeof nationalId === 'string' && form.test(nationalId)) return `sub:ssn:${nationalId}`;
  throw invalid(`\`nationalId\` must be ${inWords}`);
}

/** Plain text, which may have lines (CIBA section 7.1). */
function checkMessage(message: unknown): void {
  if (message === undefined || (isText(message) && !UNSHOWN.test(message))) return;
  throw invalid('`bindingMessage` must be a text without control characters');
}

const UNSHOWN = /(?![\r\n])[\p{Cc}\p{Zl}\p{Zp}]/u;

/** RFC 9396 section 2. */
function checkDetails(details: unknown): void {
  if (details === undefined) return;
  if (Array.isArray(details) && details.every((each) => isJsonObject(each) && isText(each['type'])))
    return;
  throw invalid('`authorizationDetails` must be a list of objects with a `type`');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function invalid(problem: string): CriiptoAuthError {
  return new CriiptoAuthError('login_request_invalid', problem);
}
