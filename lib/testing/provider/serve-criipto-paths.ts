import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';

import type { FakeClaims } from '../model/fake-login.js';

/** What oidc-provider says of a login and Criipto does not. `sid` is there for who asked for back-channel logout alone. */
const NOT_OF_CRIIPTO = ['acr', 'amr', 'auth_time', 'at_hash', 's_hash', 'azp'];

interface CriiptoBehaviour {
  /** Whether callbacks name their issuer (RFC 9207). */
  readonly sendIss: boolean;
  /** Whether an application gets refresh tokens, or any does: Criipto gives none, and revokes none. */
  readonly givesRefreshTokens: (clientId?: string) => boolean;
  /** The claims of a login, which oidc-provider knows by its id alone. */
  readonly claimsOf: (loginId: string) => FakeClaims | undefined;
  /** Whether userinfo tells a client anything: not when it has all claims from the token endpoint. */
  readonly hasUserinfo: (clientId: string) => boolean;
  /** Whether what was pushed is unknown since its time is over. */
  readonly pushesAreOver: () => boolean;
}

/** Makes oidc-provider answer in the shapes of Criipto. */
export function serveCriiptoPaths(provider: Provider, behaviour: CriiptoBehaviour): void {
  shapeIdTokens(provider, behaviour);
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next();
    shapeResponse(context, behaviour);
    if (!behaviour.sendIss) removeIss(context);
    if (behaviour.pushesAreOver()) sayThatItIsOver(context);
  });
}

/** Criipto puts the eID's claims into the ID token itself, and knows neither `acr` nor `auth_time`. */
function shapeIdTokens(provider: Provider, { claimsOf }: CriiptoBehaviour): void {
  const { IdToken } = provider;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on its token below
  const payloadOf = IdToken.prototype.payload;
  IdToken.prototype.payload = async function (this: InstanceType<typeof IdToken>) {
    const payload = await payloadOf.call(this);
    const claims = claimsOf(String(payload['sub']));
    if ('events' in payload) return { ...payload, sub: claims?.['sub'] }; // a logout token
    for (const name of NOT_OF_CRIIPTO) delete payload[name];
    return { ...payload, ...claims, nbf: Math.floor(Date.now() / 1000) };
  };
}

function shapeResponse(context: KoaContextWithOIDC, behaviour: CriiptoBehaviour): void {
  const { claimsOf, givesRefreshTokens, hasUserinfo } = behaviour;
  if (!isObject(context.body)) return;
  if (context.path === '/.well-known/openid-configuration') {
    context.body['end_session_endpoint'] = `${context.oidc.provider.issuer}/oauth2/logout`;
    if (!givesRefreshTokens()) delete context.body['revocation_endpoint'];
  } else if (context.path === '/oauth2/token' && 'access_token' in context.body) {
    const { scope: _scope, refresh_token, ...tokens } = context.body;
    const isGiven = givesRefreshTokens(context.oidc.client?.clientId);
    const expiresIn = String(tokens['expires_in']);
    context.body = { ...tokens, ...(isGiven ? { refresh_token } : {}), expires_in: expiresIn };
  } else if (context.path === '/oauth2/userinfo' && context.status === 200) {
    if (!hasUserinfo(context.oidc.client?.clientId ?? '')) {
      context.status = 400;
      context.body = { error: 'invalid_request', error_description: 'Unknown Access Code' };
      return;
    }
    context.body = { ...claimsOf(String(context.body['sub'])) };
  }
}

/** RFC 9207 came after Criipto: it neither promises nor sends the `iss` parameter. */
function removeIss(context: KoaContextWithOIDC): void {
  if (isObject(context.body)) delete context.body['authorization_response_iss_parameter_supported'];
  if (typeof context.body === 'string') {
    context.body = context.body.replace(/<input type="hidden" name="iss" [^>]*>\n?/, '');
  }
  const location = context.response.get('Location');
  if (!URL.canParse(location)) return;
  const url = new URL(location);
  url.searchParams.delete('iss');
  context.set('Location', url.href);
}

/** oidc-provider leaves open what is wrong with a `request_uri`. */
function sayThatItIsOver(context: KoaContextWithOIDC): void {
  const location = context.response.get('Location');
  if (!URL.canParse(location)) return;
  const url = new URL(location);
  if (url.searchParams.get('error') !== 'invalid_request_uri') return;
  url.searchParams.set('error_description', 'request_uri has expired');
  context.set('Location', url.href);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
