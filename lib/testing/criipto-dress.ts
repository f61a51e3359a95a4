import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';

/** What oidc-provider says of a login and Criipto does not. */
const NOT_OF_CRIIPTO = ['acr', 'amr', 'auth_time', 'at_hash', 's_hash', 'sid', 'azp'];

/** Makes oidc-provider answer in the shapes of Criipto. */
export function dressAsCriipto(
  provider: Provider,
  { sendIss }: { readonly sendIss: boolean },
): void {
  dressIdTokens(provider);
  provider.use(async (context: KoaContextWithOIDC, next) => {
    await next();
    dressResponse(context);
    if (!sendIss) removeIss(context);
  });
}

/** Criipto puts the eID's claims into the ID token itself, and knows neither `acr` nor `auth_time`. */
function dressIdTokens(provider: Provider): void {
  const { IdToken } = provider;
  const payloadOf = IdToken.prototype.payload;
  IdToken.prototype.payload = async function (this: InstanceType<typeof IdToken>) {
    const payload = await payloadOf.call(this);
    for (const name of NOT_OF_CRIIPTO) delete payload[name];
    return { ...payload, ...this.available, nbf: Math.floor(Date.now() / 1000) };
  };
}

function dressResponse(context: KoaContextWithOIDC): void {
  if (!isObject(context.body)) return;
  if (context.path === '/.well-known/openid-configuration') {
    context.body['end_session_endpoint'] = `${context.oidc.provider.issuer}/oauth2/logout`;
  } else if (context.path === '/oauth2/token' && context.status === 200) {
    const { scope: _scope, refresh_token: _refreshToken, ...tokens } = context.body;
    context.body = { ...tokens, expires_in: String(tokens['expires_in']) };
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

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
