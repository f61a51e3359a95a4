import type {
  AdapterFactory,
  Configuration,
  errors as OidcErrors,
  interactionPolicy as InteractionPolicy,
  KoaContextWithOIDC,
} from 'oidc-provider';

import { FakeCiba } from '../decoupled/ciba.js';
import { FAKE_ACR_VALUES } from '../eids/eids.js';
import { errorPage } from '../login/eid-page.js';
import type { FakeClient } from '../model/fake-client.js';
import type { FakeClaims } from '../model/fake-login.js';
import { isFromFuture } from '../model/issued-at.js';
import type { ClientKeyFetches } from './client-key-fetches.js';
import { ENCRYPTION_ALGORITHMS } from './encrypted-responses.js';
import { FAKE_SCOPES } from './scopes.js';
import { signedRequests } from './signed-requests.js';
import { signingKeys } from './signing-keys.js';

/** What oidc-provider brings along, from the one place that loads it. */
export interface OidcProviderModule {
  readonly errors: typeof OidcErrors;
  readonly interactionPolicy: typeof InteractionPolicy;
}

export interface ProviderSettings {
  readonly oidc: OidcProviderModule;
  readonly issuer: string;
  readonly adapter: AdapterFactory;
  /** The claims of a finished login. */
  readonly claimsOf: (loginId: string) => FakeClaims | undefined;
  readonly pushed: 'offered' | 'required' | 'absent';
  readonly ciba: FakeCiba;
  readonly clientOf: (clientId: string) => FakeClient | undefined;
  readonly keyFetches: ClientKeyFetches;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const ASSERTION_LIMIT = 5 * MINUTE;

const ROUTES = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userinfo',
  revocation: '/oauth2/revoke',
  pushed_authorization_request: '/oauth2/par',
  backchannel_authentication: '/ciba/bc-authorize',
  end_session: '/oauth2/provider-logout',
  jwks: '/.well-known/jwks',
};

const ALGORITHMS: Configuration['enabledJWA'] = {
  clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'],
  idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'],
  requestObjectSigningAlgValues: ['RS256', 'PS256', 'ES256'],
  requestObjectEncryptionAlgValues: [],
  ...ENCRYPTION_ALGORITHMS,
};

/**
 * oidc-provider with the paths, parameters and strictness of Criipto. Its cookies are not signed: what it
 * signs them with uses a part of `node:crypto` that is deprecated (DEP0115), and ids in them cannot be guessed.
 */
export async function providerSettings(settings: ProviderSettings): Promise<Configuration> {
  const { adapter, claimsOf } = settings;
  return {
    adapter,
    jwks: { keys: await signingKeys() },
    routes: ROUTES,
    acrValues: FAKE_ACR_VALUES,
    scopes: FAKE_SCOPES,
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
    enabledJWA: ALGORITHMS,
    pkce: { required: () => true },
    features: featuresOf(settings),
    interactions: {
      policy: loginEveryTime(settings.oidc),
      url: (_context, { uid }) => `/eid/${uid}`,
    },
    findAccount: (_context, loginId) =>
      claimsOf(loginId) && { accountId: loginId, claims: () => ({ sub: loginId }) },
    loadExistingGrant: grantWhatIsAsked,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: ({ oidc }) =>
      settings.clientOf(oidc.client?.clientId ?? '')?.refreshTokens === 'rotating',
    assertJwtClientAuthClaimsAndHeader: strictAssertion(settings),
    fetch: (url, { dispatcher: _guarded, ...init }: RequestInit & { dispatcher?: unknown } = {}) =>
      settings.keyFetches.fetch(url, init),
    renderError: (context, { error, error_description }) => {
      context.type = 'html';
      context.body = errorPage(error, error_description ?? '');
    },
    clockTolerance: 5,
    ttl: lifetimesOf(settings),
  };
}

function featuresOf({ ciba, oidc, pushed, issuer }: ProviderSettings): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    ciba: ciba.feature(oidc.errors),
    pushedAuthorizationRequests: {
      enabled: pushed !== 'absent',
      requirePushedAuthorizationRequests: pushed === 'required',
    },
    requestObjects: signedRequests(issuer, oidc.errors),
    encryption: { enabled: true },
    jwtUserinfo: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: false },
    revocation: {
      enabled: true,
      allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
    },
  };
}

function lifetimesOf({ clientOf }: ProviderSettings): Configuration['ttl'] {
  return {
    AccessToken: (_context, _token, { clientId }) =>
      clientOf(clientId)?.accessTokenLifetime ?? 2 * MINUTE,
    AuthorizationCode: MINUTE,
    BackchannelAuthenticationRequest: (_context, { params }) =>
      FakeCiba.lifetime(params?.['acr_values']),
    Grant: DAY,
    IdToken: 2 * MINUTE,
    Interaction: 15 * MINUTE,
    RefreshToken: DAY,
    Session: 60 * MINUTE,
  };
}

/** Criipto has no single sign-on unless it is switched on: every login shows the eID. */
function loginEveryTime({
  interactionPolicy,
}: OidcProviderModule): InteractionPolicy.DefaultPolicy {
  const { base, Check } = interactionPolicy;
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('every_time', 'The user logs in every time', ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** Criipto asks the user at the eID and nowhere else. */
async function grantWhatIsAsked({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({
    ...(oidc.client ? { clientId: oidc.client.clientId } : {}),
    ...(oidc.account ? { accountId: oidc.account.accountId } : {}),
  });
  grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
  await grant.save();
  return grant;
}

/** Beyond RFC 7523: the issuer is the one audience, and an assertion lives five minutes at most, from now on. */
function strictAssertion({
  oidc,
  issuer,
  clientOf,
}: ProviderSettings): NonNullable<Configuration['assertJwtClientAuthClaimsAndHeader']> {
  return (_context, { aud, iat, exp, sub, iss }, { kid }, { clientId }) => {
    const refuse = (why: string) => {
      throw new oidc.errors.InvalidClientAuth(why);
    };
    if (aud !== issuer) refuse('audience (aud) must be the issuer, as one string');
    if (sub !== iss) refuse('subject (sub) must be the client_id');
    if (clientOf(clientId)?.ftn && typeof kid !== 'string') refuse('kid must be given');
    if (typeof iat !== 'number') refuse('issued at (iat) must be given');
    else if (isFromFuture(iat, Date.now())) refuse('issued at (iat) must not be in the future');
    else if (Number(exp) - iat > ASSERTION_LIMIT) refuse('must expire within five minutes');
  };
}
