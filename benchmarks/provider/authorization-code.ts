/** What the provider must remember from the authorization request until the code is exchanged. */
export interface Authorization {
  readonly redirectUri: string;
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly codeChallenge: string;
}

const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:';

/** The provider keeps nothing: a code, or the reference of a pushed request, says all by itself. */
export function asCode(authorization: Authorization): string {
  return Buffer.from(JSON.stringify(authorization)).toString('base64url');
}

export function exchangeCode(code: string): Authorization {
  return JSON.parse(Buffer.from(code, 'base64url').toString()) as Authorization; // made by asCode
}

export function asRequestUri(authorization: Authorization): string {
  return REQUEST_URI + asCode(authorization);
}

/** What an authorization URL asks for, pushed or not. */
export function authorizationOf(parameters: URLSearchParams): Authorization {
  const pushed = parameters.get('request_uri');
  if (pushed !== null) return exchangeCode(pushed.slice(REQUEST_URI.length));
  return {
    redirectUri: parameters.get('redirect_uri') ?? '',
    state: parameters.get('state') ?? undefined,
    nonce: parameters.get('nonce') ?? undefined,
    codeChallenge: parameters.get('code_challenge') ?? '',
  };
}
