import type { NameOf, OptionReader } from './option-reader.js';
import { checkTransport, plainUrl } from './plain-url.js';

/** The URL of an endpoint of the provider's, if one is written. */
export function optionalEndpoint<T extends object>(
  section: OptionReader<T>,
  name: NameOf<T>,
  allowInsecureLoopback: boolean,
): string | undefined {
  const text = section.optionalText(name);
  if (text === undefined) return undefined;
  const url = plainUrl(text);
  if (url) checkTransport(section, name, url, allowInsecureLoopback);
  else section.problem(name, 'must be an absolute URL without query or fragment');
  return text;
}
