/** What must fit when a code is exchanged: all of it from the login that asked for the code. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The parameters of the token request (RFC 6749 section 4.1.3, RFC 7636 section 4.5), but for the client's own. */
export function codeGrantParameters(exchange: CodeExchange): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    code: exchange.code,
    redirect_uri: exchange.redirectUri,
    code_verifier: exchange.codeVerifier,
  };
}
