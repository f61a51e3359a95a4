import { isSigningAlgorithm, type SigningAlgorithm } from '../../keys/algorithms.js';
import type { OptionReader } from '../reading/option-reader.js';
import type { ResolvedOptions } from '../resolved-options.js';

export function assertionOptions(section: OptionReader): ResolvedOptions['assertion'] {
  section.allow('lifetime', 'audience', 'typ', 'algorithm');
  return {
    lifetime: section.seconds('lifetime', 60, 300),
    audience: audienceOf(section),
    typ: section.isFalse('typ')
      ? false
      : (section.optionalText('typ') ?? 'client-authentication+jwt'),
    algorithm: algorithmOf(section),
  };
}

/** A list stays a list, also of one: some providers want it so. */
function audienceOf(section: OptionReader): string | readonly string[] {
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

function algorithmOf(section: OptionReader): SigningAlgorithm | undefined {
  const algorithm = section.optionalText('algorithm');
  if (algorithm === undefined || isSigningAlgorithm(algorithm)) return algorithm;
  section.problem('algorithm', 'must be one of RS256, PS256, ES256, EdDSA or their longer kin');
  return undefined;
}
