import { sha256 } from '../../crypto/sha256.js';
import { parameterNameProblem } from '../../options/reading/login-parameters.js';

/** What one login asks the provider for. */
export interface AuthorizationRequest {
  /** Registered with the provider, letter for letter. */
  readonly redirectUri: string;
  readonly scope: string;
  /** Comes back with the callback: ties it to this browser. */
  readonly state: string;
  /** Comes back within the ID token: ties it to this login. */
  readonly nonce: string;
  /** Goes with the code later on; now goes its SHA-256 (RFC 7636, `S256`). */
  readonly codeVerifier: string;
  readonly responseMode: 'query' | 'form_post';
  readonly acrValues: readonly string[];
  readonly uiLocales: string | undefined;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  /** Seconds that the authentication may be old. Asked so, a provider has to tell when it was. */
  readonly maxAge?: number | undefined;
  readonly extraParams: Readonly<Record<string, string>>;
}

/** The parameters of the authorization request (OpenID Connect Core section 3.1.2.1, RFC 7636 section 4.3). */
export function authorizationParameters(request: AuthorizationRequest): Record<string, string> {
  const { responseMode, acrValues, uiLocales, prompt, loginHint, maxAge } = request;
  const parameters: Record<string, string> = {
    response_type: 'code',
    redirect_uri: request.redirectUri,
    scope: request.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: sha256(request.codeVerifier), // RFC 7636 section 4.2
    code_challenge_method: 'S256',
  };
  if (responseMode !== 'query') parameters['response_mode'] = responseMode;
  if (acrValues.length > 0) parameters['acr_values'] = acrValues.join(' ');
  if (uiLocales !== undefined) parameters['ui_locales'] = uiLocales;
  if (prompt !== undefined) parameters['prompt'] = prompt;
  if (loginHint !== undefined) parameters['login_hint'] = loginHint;
  if (maxAge !== undefined) parameters['max_age'] = maxAge.toString();
  for (const [name, value] of Object.entries(request.extraParams)) {
    if (parameterNameProblem(name) === undefined) parameters[name] = value;
  }
  return parameters;
}
