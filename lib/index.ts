// The module
export { CriiptoAuthModule } from './criipto-auth.module.js';
export type {
  CriiptoAuthModuleExtras,
  CriiptoAuthOptionsFactory,
} from './criipto-auth.module-definition.js';

// What an application writes
export type {
  AssertionOptions,
  CriiptoAuthOptions,
  HttpOptions,
  IdTokenOptions,
  LoginOptions,
  LogoutOptions,
  SessionOptions,
  TransactionOptions,
} from './options/criipto-auth-options.js';
export type { BearerOptions } from './options/bearer-options.js';
export type { CibaOptions } from './options/ciba-options.js';
export type { HeadlessOptions } from './options/headless-options.js';
export type { Route, RouteName, RouteOption, Routes, RoutesOptions } from './options/routes.js';
export { ResolvedOptions, type Site } from './options/resolved-options.js';

// Protecting routes
export { CriiptoAuthGuard } from './guards/criipto-auth.guard.js';
export { CriiptoLoginGuard, type LoggedInRequest } from './guards/criipto-login.guard.js';
export { BearerGuard } from './bearer/bearer.guard.js';
export { type Bearer, BearerTokens } from './bearer/bearer-tokens.service.js';
export { AccessToken } from './decorators/access-token.decorator.js';
export { CurrentUser } from './decorators/current-user.decorator.js';
export { OptionalAuth } from './decorators/optional-auth.decorator.js';
export { Public } from './decorators/public.decorator.js';
export { RequireAcr, type RequireAcrOptions } from './decorators/require-acr.decorator.js';

// The user
export { CriiptoUser, type CriiptoUserFields } from './eid/criipto-user.js';
export type { Acr, AssuranceLevel, Eid, KnownAcr } from './eid/acr-values.js';
export type { LoginScope, UiLocales } from './eid/login-suggestions.js';
export { loginHint } from './eid/login-hint/login-hint.js';
export type {
  AgeVerificationHint,
  CommonHint,
  FrejaHint,
  FtnHint,
  HintAction,
  HintCountry,
  MitIdHint,
  NorwegianBankIdHint,
  NorwegianMobile,
  PersonalausweisHint,
  SwedishBankIdHint,
} from './eid/login-hint/hints.js';
export type {
  AddressClaim,
  AgeVerificationClaims,
  EidClaims,
  FrejaClaims,
  FtnClaims,
  IdinClaims,
  MitIdBusinessClaims,
  MitIdClaims,
  NorwegianBankIdClaims,
  PersonalausweisClaims,
  SwedishBankIdClaims,
  VippsClaims,
} from './eid/eid-claims.js';
export type { Claims } from './eid/normalise-claims.js';
export type { UserMapper } from './eid/user-mapper.js';

// Login and session
export { LoginService, type CompletedLogin, type LoginRequest } from './login/login.service.js';
export { LoginReporter } from './login/login-reporter.service.js';
export { BackchannelLogoutService } from './login/backchannel-logout.service.js';
export { LogoutService } from './login/logout.service.js';
export { SessionService } from './session/session.service.js';
export type { Authentication, ListedSession, ProviderLogout, Session } from './session/session.js';
export type { AccessGrant } from './session/access-grant.js';
export { AccessTokens } from './tokens/access-tokens.service.js';
export type { SessionContent } from './session/session-content.js';
export type { KeptSession } from './session/session-keeping.js';
export type { SessionOwner } from './session/stored-sessions.js';
export type {
  SessionOrigin,
  SessionRecord,
  SessionTokens,
  StoredSession,
} from './session/stored-session.js';
export { CriiptoStrategy } from './passport/criipto.strategy.js';
export {
  CriiptoClient,
  type ExchangedCode,
  type PolledAnswer,
} from './oidc/criipto-client.service.js';
export type { Authorization } from './oidc/authorization-endpoint.js';
export type { ProviderStanding } from './oidc/provider.js';
export type { ValidatedIdToken } from './oidc/token-validation.js';
export type { TokenSet } from './oidc/token-set.js';
export type { RefreshedTokens, RefreshRequest } from './oidc/refresh-tokens.js';
export type { OriginalLogin } from './oidc/refreshed-id-token.js';
export type { CodeExchange } from './oidc/token-grants.js';
export type { AuthorizationRequest } from './oidc/authorization-request.js';
export type { IdTokenClaims } from './oidc/id-token.js';
export type { LogoutToken } from './oidc/logout-token.js';
export type { JsonObject } from './common/json.js';
export type { ProviderMetadata } from './oidc/provider-metadata.js';
export {
  Cookies,
  type CookieAttributes,
  type CookieCarrier,
  type CookiePolicy,
} from './http/cookies.js';
export { HttpClient } from './http/http-client.js';
export { HttpExchanges } from './http/http-exchange.provider.js';
export type { HttpExchange } from './http/http-exchange.js';

// Logins that happen elsewhere
export { CibaService, type CibaPendingStatus, type CibaStatus } from './ciba/ciba.service.js';
export { CibaLogin } from './ciba/ciba-login.js';
export type {
  CibaRequest,
  FrejaCallerRequest,
  NorwegianCallerRequest,
  OtherCibaRequest,
  SwedishCallerRequest,
} from './ciba/ciba-request.js';
export type { CallerStep } from './ciba/caller-step.js';
export {
  HeadlessLoginService,
  type HeadlessLoginRequest,
  type HeadlessPendingStatus,
  type HeadlessStatus,
} from './ciba/headless-login.service.js';
export { HeadlessLogin } from './ciba/headless-login.js';
export type { BankIdHintCode } from './ciba/bankid-hint-code.js';
export type { DoneStatus, PollOptions } from './ciba/login-polling.service.js';
export type {
  AuthorizationDetail,
  BackchannelAuthentication,
  BackchannelAuthenticationRequest,
} from './oidc/backchannel-authentication.js';
export type {
  HeadlessAuthentication,
  HeadlessAuthenticationRequest,
} from './oidc/headless-authentication.js';
export type { PendingGrant, PolledGrant } from './oidc/polled-grant.js';

// Keys and client assertions
export {
  ClientAssertionService,
  type AssertionOverrides,
  type ClientAssertionParameters,
} from './client-assertion/client-assertion.service.js';
export { KeyProvider, type DecryptionKey } from './keys/key-provider.js';
export type { KeyRingOptions, KeysOptions, PrivateJwk } from './keys/key-options.js';
export type { KeyUse, PublicJwk } from './keys/public-jwk.js';
export type { Signer } from './keys/signer.js';
export type { SigningAlgorithm } from './keys/algorithms.js';
export {
  remoteSigner,
  type RemoteSign,
  type RemoteSignerOptions,
} from './keys/remote/remote-signer.js';
export type { RemoteSignerLimits } from './keys/remote/remote-limits.js';

// Rotating keys
export { KeyRotationService } from './keys/ring/key-rotation.service.js';
export type { KeyInRing, KeyRevocation, KeyRotation } from './keys/ring/key-ring-report.js';
export type { KeyInUse, RingStanding } from './keys/ring/key-ring-standing.js';
export type { KeyAlgorithm, KeyRecord, KeyState } from './keys/ring/key-ring.js';
export { KeyRingStore, type KeyRingContent, type StoredKey } from './keys/ring/key-ring.store.js';
export { FileKeyRingStore } from './keys/ring/file-key-ring.store.js';
export { InMemoryKeyRingStore } from './keys/ring/in-memory-key-ring.store.js';

// Errors and events
export { CriiptoAuthError, type CriiptoAuthErrorDetails } from './errors/criipto-auth.error.js';
export type { CriiptoAuthErrorCode } from './errors/error-codes.js';
export { InvalidOptionsError } from './errors/options.error.js';
export { SilentLoginError } from './errors/silent-login.error.js';
export { UserRefusedError } from './errors/user-refused.error.js';
export { AuthEvents } from './events/auth-events.service.js';
export type { AuthEventListener, AuthEventMap, AuthEventName } from './events/auth-events.js';

// Ports
export { Clock, SystemClock } from './common/clock.js';
export { SystemTimer, Timer } from './common/timer.js';
export { InMemoryStore } from './stores/in-memory-store.js';
export { KeyValueStore } from './stores/key-value-store.js';
