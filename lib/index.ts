// The module
export { CriiptoAuthModule } from './criipto-auth.module.js';
export type {
  CriiptoAuthModuleExtras,
  CriiptoAuthOptionsFactory,
} from './criipto-auth.module-definition.js';

// What an application writes
export type { CriiptoAuthOptions } from './options/criipto-auth-options.js';
export type { AssertionOptions } from './options/sections/assertion-options.js';
export type { BearerOptions } from './options/sections/bearer-options.js';
export type { CibaOptions } from './options/sections/ciba-options.js';
export type { HeadlessOptions } from './options/sections/headless-options.js';
export type { HttpOptions } from './options/sections/http-options.js';
export type { IdTokenOptions } from './options/sections/id-token-options.js';
export type { LoginOptions } from './options/sections/login-options.js';
export type { LogoutOptions } from './options/sections/logout-options.js';
export type { PagesOptions } from './options/sections/pages-options.js';
export type { SessionOptions } from './options/sections/session-options.js';
export type { TransactionOptions } from './options/sections/transaction-options.js';
export type { RoutesOptions } from './options/sections/routes-options.js';
export { ResolvedOptions } from './options/resolved-options.js';

// Protecting routes
export { CriiptoAuthGuard } from './access/criipto-auth.guard.js';
export { CriiptoLoginGuard, type LoggedInRequest } from './login/routes/criipto-login.guard.js';
export { type WebSocketClient, WebSocketSessions } from './access/web-socket-sessions.service.js';
export { BearerGuard } from './access/bearer.guard.js';
export { type Bearer, BearerTokens } from './bearer/bearer-tokens.service.js';
export { AccessToken } from './access/access-token.decorator.js';
export { CurrentUser } from './access/current-user.decorator.js';
export { OptionalAuth } from './access-rules/optional-auth.decorator.js';
export { Public, type PublicOptions } from './access-rules/public.decorator.js';
export { RequireAcr, type RequireAcrOptions } from './access-rules/require-acr.decorator.js';
export { RequireAge, type RequireAgeOptions } from './access-rules/require-age.decorator.js';
export { RequireCompany } from './access-rules/require-company.decorator.js';

// The user
export { CriiptoUser, type CriiptoUserFields } from './eid/user/criipto-user.js';
export type { AssuranceLevel } from './eid/eid-profile.js';
export type { Acr, Eid, EidClaims, KnownAcr, LoginScope, UiLocales } from './eid/eids.js';
export { loginHint } from './eid/hints/login-hint.js';
export type { Claims } from './eid/claims/normalise-claims.js';
export type { UserMapper } from './eid/user/user-mapper.js';

// Login and session
export type { CompletedLogin } from './login/completed-login.js';
export type { LoginRequest } from './login/login-request.js';
export { LoginService } from './login/login.service.js';
export { BackchannelLogoutService } from './logout/backchannel-logout.service.js';
export { LogoutService } from './logout/logout.service.js';
export { SessionService } from './session/session.service.js';
export { sessionSecurityScheme } from './session/session-security-scheme.js';
export type {
  Authentication,
  ListedSession,
  ProviderLogout,
  Session,
  SessionOwner,
  SessionTokens,
} from './session/session.js';
export { AccessTokens } from './access-tokens/access-tokens.service.js';
export { CriiptoStrategy } from './passport/criipto.strategy.js';
export { CriiptoClient } from './oidc/criipto-client.service.js';
export { Cookies } from './http/cookies.js';
export { HttpExchanges } from './http/http-exchange.provider.js';
export type { HttpExchange } from './http/http-exchange.js';

// What end users see
export { type EidButton, EidButtons } from './login/eid-buttons.service.js';
export { type LoginPage, LoginPages } from './pages/login-pages.js';

// Logins that happen elsewhere
export {
  CibaService,
  type CibaPendingStatus,
  type CibaStatus,
} from './decoupled/ciba/ciba.service.js';
export { CibaLogin } from './decoupled/ciba/ciba-login.js';
export type {
  CibaRequest,
  FrejaCallerRequest,
  NorwegianCallerRequest,
  OtherCibaRequest,
  SwedishCallerRequest,
} from './decoupled/ciba/ciba-request.js';
export type { CallerStep } from './decoupled/ciba/caller-step.js';
export {
  HeadlessLoginService,
  type HeadlessLoginRequest,
  type HeadlessPendingStatus,
  type HeadlessStatus,
} from './decoupled/headless/headless-login.service.js';
export { HeadlessLogin } from './decoupled/headless/headless-login.js';
export type { BankIdHintCode } from './decoupled/headless/bankid-hint-code.js';
export type { DoneStatus, PollOptions } from './decoupled/polling/login-polling.service.js';

// Keys and client assertions
export {
  ClientAssertionService,
  type AssertionOverrides,
  type ClientAssertionParameters,
} from './client-assertion/client-assertion.service.js';
export { KeyProvider, type DecryptionKey } from './keys/key-provider.js';
export type { KeyRingOptions, KeysOptions, PrivateJwk } from './keys/sources/keys-options.js';
export type { PublicJwk } from './keys/public-jwk.js';
export type { Signer } from './keys/signer.js';
export type { SigningAlgorithm } from './keys/algorithms.js';
export { remoteSigner } from './keys/remote/remote-signer.js';

// Rotating keys
export { KeyRotationService } from './keys/ring/key-rotation.service.js';
export { KeyRingStore } from './keys/ring/key-ring.store.js';
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
