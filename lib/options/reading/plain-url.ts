import { isLoopbackHttp } from '../../common/loopback.js';
import type { NameOf, OptionReader } from './option-reader.js';

/** A URL that says where something is and nothing else: no query, fragment, user or stray space. */
export function plainUrl(text: string): URL | undefined {
  if (/[?#\s]/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.host === '' || url.username !== '' || url.password !== '' ? undefined : url;
}

/** Says so when the URL in an option is neither https nor http that is allowed. */
export function checkTransport<T extends object>(
  section: OptionReader<T>,
  name: NameOf<T>,
  url: URL,
  allowInsecureLoopback: boolean,
): void {
  if (url.protocol === 'https:') return;
  if (!isLoopbackHttp(url)) {
    section.problem(name, 'must be https');
  } else if (!allowInsecureLoopback) {
    section.problem(
      name,
      'must be https: for development on this machine, set `http: { allowInsecureLoopback: true }`',
    );
  }
}
