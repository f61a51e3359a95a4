import { isJsonObject, type JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { readStarted, type StartedAuthentication } from './started-authentication.js';

export interface HeadlessAuthenticationRequest {
  readonly scope: string;
  readonly acrValues: readonly string[];
  /** The address of the user's browser. */
  readonly endUserIp: string;
}

/** What the eID's app needs, as Criipto's `acr_data` has it. */
export interface HeadlessData {
  /** What the QR code holds right now. */
  readonly qrData?: string;
  /** Starts the app on the same device. */
  readonly autoStartToken?: string;
  /** How far the user is, in the eID's own word. */
  readonly hintCode?: string;
}

export interface HeadlessAuthentication extends StartedAuthentication {
  readonly data: HeadlessData;
}

/** The parameters of Criipto's headless flow, which no standard describes. */
export function headlessParameters({
  scope,
  acrValues,
  endUserIp,
}: HeadlessAuthenticationRequest): Record<string, string> {
  return {
    scope,
    ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
    end_user_ip: endUserIp,
  };
}

export function readHeadlessAuthentication(body: JsonObject): HeadlessAuthentication {
  const data = headlessData(body);
  if (data.qrData === undefined && data.autoStartToken === undefined) {
    throw new CriiptoAuthError(
      'provider_response_invalid',
      'The provider began to authenticate, but sent nothing to start the app by',
    );
  }
  return { ...readStarted(body, 'headless_req_id'), data };
}

/** What an answer says to the app, whether the first one or a later one. */
export function headlessData({ acr_data: data }: JsonObject): HeadlessData {
  if (!isJsonObject(data)) return {};
  const { qrData, autoStartToken, hintCode } = data;
  return {
    ...(typeof qrData === 'string' ? { qrData } : {}),
    ...(typeof autoStartToken === 'string' ? { autoStartToken } : {}),
    ...(typeof hintCode === 'string' ? { hintCode } : {}),
  };
}
