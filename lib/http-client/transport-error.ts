import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { TooLarge, Unanswered } from './collect-response.js';

const LATE = ['TimeoutError', 'UND_ERR_CONNECT_TIMEOUT'];
const TOO_LARGE = ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_BUFFER_TOO_LARGE'];
/** As undici, zlib's gzip and its brotli name what they cannot read. */
const BROKEN = /^(HTTPParserError|HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|Z_|ERR__)/;

/** What went wrong on the way to the provider, by the origin and the reason, and nothing else of the request. */
export function transportError(
  thrown: unknown,
  { origin, hostname }: URL,
  viaProxies: boolean,
): CriiptoAuthError {
  if (thrown instanceof CriiptoAuthError) return thrown;
  const error = thrown instanceof Unanswered ? thrown.reason : thrown;
  const reason = nameOfThrown(error);
  if (LATE.includes(reason)) {
    return new CriiptoAuthError('provider_timeout', `${origin} did not answer in time (${reason})`);
  }
  if (error instanceof TooLarge || TOO_LARGE.includes(reason)) {
    return new CriiptoAuthError(
      'provider_response_invalid',
      `${origin} sent more than http.maxBody allows`,
    );
  }
  if (BROKEN.test(reason)) {
    return new CriiptoAuthError(
      'provider_response_invalid',
      `${origin} sent a broken response (${reason})`,
    );
  }
  const isUnknownName = reason === 'ENOTFOUND' && hostLookedFor(error) === hostname;
  const advice = isUnknownName ? NO_SUCH_HOST : viaProxies ? THROUGH_PROXIES : '';
  return new CriiptoAuthError(
    'provider_unreachable',
    `${origin} could not be reached (${reason})${advice}`,
  );
}

const NO_SUCH_HOST = ': no host has this name. Check `domain`, or `issuer`';
const THROUGH_PROXIES =
  ': NODE_USE_ENV_PROXY is set, so that HTTPS_PROXY, HTTP_PROXY and NO_PROXY say which way it went. Check the proxy';

/** As `getaddrinfo` tells it: a proxy has another name. */
function hostLookedFor(error: unknown): unknown {
  // Only read, of whatever was thrown.
  return ((error ?? {}) as { readonly hostname?: unknown }).hostname;
}
