import type { EachOf, OptionReader } from '../reading/option-reader.js';

/** For APIs behind `BearerGuard`. */
export interface BearerOptions {
  /**
   * Names this API in the `aud` of a token, which has to hold one of these. With `idTokens` it is the client
   * id of the application that the user logs in to.
   */
  readonly audience: string | readonly string[];
  /**
   * Takes ID tokens too, as Criipto issues no other JWTs. They say who logged in somewhere, and not what
   * that application may do here. @default false
   */
  readonly idTokens?: boolean;
  /** Scopes that every token must have, separated by spaces. */
  readonly scope?: string;
}

export const AUDIENCE_MEANING =
  'what names this API in the tokens\' `aud`, such as "https://api.example.com"; with `idTokens: true` the client id that they were issued to';

export type ResolvedBearer = ReturnType<typeof bearerOptions>;

/** The scope is a list from here on. */
type Bearer = Omit<BearerOptions, 'scope'> & { readonly scopes: readonly string[] };

export function bearerOptions(section: OptionReader<BearerOptions>) {
  return {
    audience: section.texts('audience', AUDIENCE_MEANING),
    idTokens: section.boolean('idTokens', false),
    scopes: scopesOf(section),
  } as const satisfies EachOf<Bearer>;
}

/** RFC 6749 section 3.3. They are told to callers, within quotes. */
const SCOPES = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;

function scopesOf(section: OptionReader<BearerOptions>): readonly string[] {
  const scope = section.optionalText('scope') ?? '';
  if (scope !== '' && !SCOPES.test(scope))
    section.problem('scope', 'must be scopes, separated by spaces, without quotes or backslashes');
  return scope.split(' ').filter(Boolean);
}
