import type { OptionReader } from './option-reader.js';
import { checkTransport, plainUrl } from './plain-url.js';
import type { Site } from './site.js';

const NOWHERE: Site = { origin: '', basePath: '', secure: true };

/** The site, of `baseUrl`. */
export function readSite<T extends { readonly baseUrl: string }>(
  root: OptionReader<T>,
  allowInsecureLoopback: boolean,
): Site {
  const text = root.text(
    'baseUrl',
    'the URL at which browsers reach this application, such as "https://app.example.com"',
  );
  if (text === '') return NOWHERE;
  const url = plainUrl(text);
  if (!url) {
    root.problem(
      'baseUrl',
      'must be an absolute URL without query or fragment, such as "https://app.example.com"',
    );
    return NOWHERE;
  }
  checkTransport(root, 'baseUrl', url, allowInsecureLoopback);
  return {
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    secure: url.protocol === 'https:',
  };
}
