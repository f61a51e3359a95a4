import type { OptionReader } from './option-reader.js';
import { checkTransport, plainUrl } from './plain-url.js';

const HOST_NAME = /^(?!-)[a-z\d-]+(\.[a-z\d-]+)+$/i;
/** Where the fake Criipto is. */
const LOOPBACK = /^(localhost|127\.0\.0\.1):\d{1,5}$/;

/** The two ways to write it. */
interface IssuerOptions {
  readonly domain?: string;
  readonly issuer?: string;
}

/** The issuer, of `domain` or of `issuer`, whichever was written. */
export function readIssuer<T extends IssuerOptions>(
  root: OptionReader<T>,
  allowInsecureLoopback: boolean,
): string {
  const domain = root.optionalText('domain');
  const url = root.optionalText('issuer');
  if (domain !== undefined && url !== undefined)
    root.problem('issuer', 'and `domain` cannot both be given: keep one');
  if (domain !== undefined) return issuerOfDomain(root, domain, allowInsecureLoopback);
  if (url !== undefined) return issuerAsWritten(root, url, allowInsecureLoopback);
  if (!root.has('domain') && !root.has('issuer')) {
    root.problem(
      'domain',
      'is missing: write your Criipto domain, such as "acme.criipto.id", or give `issuer` for another OpenID provider',
    );
  }
  return '';
}

/** Hosts have no case, but issuers are compared to the letter, and Criipto spells its own in small ones. */
function issuerOfDomain<T extends IssuerOptions>(
  root: OptionReader<T>,
  domain: string,
  allowInsecureLoopback: boolean,
): string {
  if (LOOPBACK.test(domain)) {
    if (!allowInsecureLoopback)
      root.problem(
        'domain',
        'is on this machine: for development, set `http: { allowInsecureLoopback: true }`',
      );
    return `http://${domain}`;
  }
  if (!HOST_NAME.test(domain)) {
    root.problem(
      'domain',
      'must be a host name alone, such as "acme.criipto.id": no scheme, path or slash',
    );
  }
  return `https://${domain.toLowerCase()}`;
}

function issuerAsWritten<T extends IssuerOptions>(
  root: OptionReader<T>,
  text: string,
  allowInsecureLoopback: boolean,
): string {
  const url = plainUrl(text);
  if (url) {
    checkTransport(root, 'issuer', url, allowInsecureLoopback);
  } else {
    root.problem(
      'issuer',
      "must be an absolute URL without query or fragment, exactly as the provider's discovery document spells it",
    );
  }
  return text;
}
