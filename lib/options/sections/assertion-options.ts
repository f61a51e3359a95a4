import { isSigningAlgorithm, type SigningAlgorithm } from '../../keys/algorithms.js';
import type { EachOf, OptionReader } from '../reading/option-reader.js';

/** The client assertion: its header, its claims, its key. */
export interface AssertionOptions {
  /** Seconds until an assertion expires, at most 300. @default 60 */
  readonly lifetime?: number;
  /**
   * The `aud` claim: the configured issuer, the called endpoint (only on the issuer's own origin), or
   * your own text or list. Anything but the default is for providers that refuse the issuer.
   * @default 'issuer'
   */
  readonly audience?: 'issuer' | 'endpoint' | (string & {}) | readonly string[];
  /**
   * The `typ` header; `false` leaves it out. By default there is none with `domain` or `ftn`, as in
   * Criipto's own example, and `client-authentication+jwt` with `issuer` (draft-ietf-oauth-rfc7523bis).
   * @default false with `domain` or `ftn`, else 'client-authentication+jwt'
   */
  readonly typ?: string | false;
  /** Signs with this algorithm; the key must fit. @default the key's own `alg`, else by its type: RS256, ES256 (by curve), EdDSA */
  readonly algorithm?: SigningAlgorithm;
}

export type ResolvedAssertion = ReturnType<typeof assertionOptions>;

/** @param isCriipto whether the provider is Criipto, whose guide shows assertions without a type. */
export function assertionOptions(section: OptionReader<AssertionOptions>, isCriipto: boolean) {
  return {
    lifetime: section.seconds('lifetime', 60, 300),
    audience: audienceOf(section),
    typ: section.isFalse('typ')
      ? false
      : (section.optionalText('typ') ?? (isCriipto ? false : 'client-authentication+jwt')),
    algorithm: algorithmOf(section),
  } as const satisfies EachOf<AssertionOptions>;
}

/** A list stays a list, also of one: some providers want it so. */
function audienceOf(section: OptionReader<AssertionOptions>): string | readonly string[] {
  const audience = section.optionalTexts('audience');
  const [only = 'issuer'] = audience;
  if (!section.isList('audience') || audience.length === 0) return only;
  if (audience.includes('issuer') || audience.includes('endpoint')) {
    section.problem(
      'audience',
      'has "issuer" or "endpoint" in a list: write it alone, or write the URLs that you mean',
    );
  }
  return audience;
}

function algorithmOf(section: OptionReader<AssertionOptions>): SigningAlgorithm | undefined {
  const algorithm = section.optionalText('algorithm');
  if (algorithm === undefined || isSigningAlgorithm(algorithm)) return algorithm;
  section.problem('algorithm', 'must be one of RS256, PS256, ES256, EdDSA or their longer kin');
  return undefined;
}
