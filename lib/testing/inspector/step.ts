import type { Exchange } from '../model/exchange.js';
import { endpointOf } from '../provider/recorded-requests.js';

/** What a request was in a login. */
export type StepKind =
  | 'discovery'
  | 'jwks'
  | 'par'
  | 'authorize'
  | 'eid'
  | 'return'
  | 'token'
  | 'refresh'
  | 'poll'
  | 'userinfo'
  | 'revocation'
  | 'logout'
  | 'ciba'
  | 'headless'
  | 'other';

/** One request of a login, in the order in which they were answered. */
export interface Step {
  readonly kind: StepKind;
  readonly exchange: Exchange;
}

const RETURN = '/oauth2/authorize/';
const EID = '/eid/';

const KINDS_OF_GRANTS: Readonly<Record<string, StepKind>> = {
  refresh_token: 'refresh',
  'urn:openid:params:grant-type:ciba': 'poll',
  'urn:grn:params:grant-type:headless': 'poll',
};

export function stepOf(exchange: Exchange): Step {
  return { kind: kindOf(exchange), exchange };
}

function kindOf({ path, form }: Exchange): StepKind {
  if (path.startsWith(EID)) return 'eid';
  if (path.startsWith(RETURN)) return 'return';
  const endpoint = endpointOf(path);
  return endpoint === 'token' ? (KINDS_OF_GRANTS[form['grant_type'] ?? ''] ?? 'token') : endpoint;
}
