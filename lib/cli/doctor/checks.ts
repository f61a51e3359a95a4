import { assertionAudience } from '../../client-assertion/assertion-audience.js';
import { SystemClock } from '../../common/clock.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { randomId } from '../../crypto/random-id.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { PublicJwk } from '../../keys/public-jwk.js';
import { ProviderClock } from '../../oidc/client-authentication/provider-clock.js';
import { fetchJsonObject } from '../../oidc/discovery/json-document.js';
import { absoluteUrl } from '../../options/reading/site.js';
import { clientConfiguration, hiddenFromHere, offeredEids } from './dashboard-checks.js';
import { type Check, failed, type Finding, ok, skipped } from './finding.js';
import type { Target } from './target.js';

/** In this order, for what fails first is mostly why the rest does. */
export const CHECKS: readonly Check[] = [
  { subject: 'discovery', run: discovery },
  { subject: 'client ID', run: clientConfiguration },
  { subject: 'eIDs', run: offeredEids },
  { subject: 'algorithms', run: algorithms },
  { subject: 'published keys', run: publishedKeys },
  { subject: 'clock', run: clock },
  { subject: 'client authentication', run: clientAuthentication },
  { subject: 'redirect URI', run: redirectUri },
  { subject: 'dashboard', run: hiddenFromHere },
];

async function discovery({ client }: Target): Promise<Finding> {
  const { issuer } = await client.metadata();
  return ok(`${issuer} answers, and is the configured issuer to the letter`);
}

async function algorithms({ client, keys, options }: Target): Promise<Finding> {
  const metadata = await client.metadata();
  const { alg } = await keys.signer();
  const assertions = metadata.token_endpoint_auth_signing_alg_values_supported ?? [alg];
  if (!assertions.includes(alg)) {
    return failed(
      `the provider takes assertions signed with ${assertions.join(', ')}, the key signs ${alg}: use another key, or set \`assertion.algorithm\``,
    );
  }
  const idTokens = metadata.id_token_signing_alg_values_supported ?? [options.idToken.alg];
  return idTokens.includes(options.idToken.alg)
    ? ok(`assertions ${alg}, ID tokens ${options.idToken.alg}`)
    : failed(
        `the provider signs ID tokens with ${idTokens.join(', ')}: set \`idToken.alg\` to one of them`,
      );
}

async function publishedKeys({ http, jwksUrl, keys, options }: Target): Promise<Finding> {
  if (jwksUrl === undefined) return skipped('say where the application is by --base-url');
  const { kid, publicJwk } = await keys.signer();
  const { content } = await fetchJsonObject(http, jwksUrl, options.http.timeouts.metadata, {
    unavailable: 'provider_unreachable',
    invalid: 'provider_response_invalid',
  });
  const published: readonly unknown[] = Array.isArray(content['keys']) ? content['keys'] : [];
  const namesakes = published.filter(isJsonObject).filter((key) => key['kid'] === kid);
  if (namesakes.length === 0)
    return failed(
      `${jwksUrl} does not hold the active key ${kid}: does the application use this key?`,
    );
  return namesakes.every((key) => isSameKey(key, publicJwk))
    ? ok(`${jwksUrl} holds the active key ${kid}`)
    : failed(`${jwksUrl} holds another key by the name of the active one, ${kid}`);
}

/** A key that names itself may have been made anew under its old name. */
function isSameKey(published: JsonObject, { kty, n, e, crv, x, y }: PublicJwk): boolean {
  const material = { kty, n, e, crv, x, y };
  return Object.entries(material).every(([name, value]) => published[name] === value);
}

async function clock({ http, options, client }: Target): Promise<Finding> {
  const ours = new SystemClock();
  const theirs = new ProviderClock(ours);
  const timeout = options.http.timeouts.metadata;
  const { header } = await http.send(options.issuer, { timeout }).catch(async (error: unknown) => {
    await client.metadata(); // whose failure says the same, and was told
    throw error;
  });
  theirs.observe(header('date'));
  if (theirs.secondsAhead === undefined) return skipped('the provider does not tell the time');
  const { lifetime } = options.assertion;
  return Math.abs(theirs.secondsAhead) < lifetime / 2
    ? ok(theirs.describe())
    : failed(`${theirs.describe()}: set it right, for an assertion lives ${lifetime} s`);
}

/** A code that nobody issued is refused for itself once the client was accepted (RFC 6749 section 5.2). */
async function clientAuthentication(target: Target): Promise<Finding> {
  const { client, options } = target;
  try {
    await client.exchangeCode({
      code: `doctor-${randomId()}`,
      redirectUri: absoluteUrl(options.site, options.routes.callback.path),
      nonce: randomId(),
      codeVerifier: randomId(),
    });
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
    if (error.code === 'code_rejected') return ok('the provider accepts our assertion');
    if (error.code === 'client_authentication_failed') return refusedProof(error.code, target);
    throw error;
  }
  return failed('the provider takes a code that it never issued');
}

/** One pushed request, which nobody takes to the provider: it is forgotten within minutes (RFC 9126 section 2.2). */
async function redirectUri({ client, options, isPlaced }: Target): Promise<Finding> {
  if (!isPlaced) return skipped('say where the application is by --base-url');
  const { pushed_authorization_request_endpoint: endpoint } = await client.metadata();
  if (endpoint === undefined)
    return skipped('the provider takes no pushed requests: the first login tells');
  const uri = absoluteUrl(options.site, options.routes.callback.path);
  await client.authorization({
    ...options.login,
    redirectUri: uri,
    state: randomId(),
    nonce: randomId(),
    codeVerifier: randomId(),
  });
  return ok(`the provider takes a login that comes back to ${uri}`);
}

/** The error itself has advice for an application, which knows its own JWKS, and sends people here. */
async function refusedProof(code: string, { client, keys, options }: Target): Promise<Finding> {
  const { kid, alg } = await keys.signer();
  const { token_endpoint: endpoint } = await client.metadata();
  const audience = String(assertionAudience(options, endpoint));
  return failed(
    `${code}: the provider does not accept our assertion (kid=${kid} alg=${alg} aud=${audience} client=${options.clientId}). ` +
      'Is that the client, and the key in its Client JWKS, of the dashboard? If a URL is there, can the provider reach it?',
  );
}
