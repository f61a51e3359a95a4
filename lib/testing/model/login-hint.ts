/** What the fake understands of a `login_hint`: tokens with spaces between them. */
export interface HintTokens {
  /** Two letters: whose eID is to tell an age. */
  readonly country?: string;
  readonly business?: 'demanded' | 'optional';
  /** `login`, `sign`, … */
  readonly action?: string;
  /** What the app shows. */
  readonly message?: string;
  /** The claims that the mock eID answers with. */
  readonly mock?: Readonly<Record<string, unknown>>;
}

/** @throws {SyntaxError} when the claims for the mock eID are no JSON. */
export function hintTokens(loginHint: unknown): HintTokens {
  const tokens = typeof loginHint === 'string' ? loginHint.split(' ') : [];
  const value = (prefix: string) =>
    tokens.find((token) => token.startsWith(prefix))?.slice(prefix.length);
  const country = value('country:');
  const action = value('action:');
  const message = value('message:');
  const mock = value('mock:');
  const business = businessIn(tokens);
  return {
    ...(country === undefined ? {} : { country }),
    ...(business === undefined ? {} : { business }),
    ...(action === undefined ? {} : { action }),
    ...(message === undefined ? {} : { message: decoded(message) }),
    ...(mock === undefined ? {} : { mock: { ...JSON.parse(decoded(mock)) } }),
  };
}

function businessIn(tokens: readonly string[]): HintTokens['business'] {
  if (tokens.includes('business_optional')) return 'optional';
  return tokens.includes('business') ? 'demanded' : undefined;
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
