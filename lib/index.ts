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
export type { SessionOptions } from './options/sections/session-options.js';
export type { TransactionOptions } from './options/sections/transaction-options.js';
export type {
  Route,
  RouteName,
  RouteOption,
  Routes,
  RoutesOptions,
} from './options/sections/routes-options.js';
export { ResolvedOptions } from './options/resolved-options.js';
export type { Site } from './options/reading/site.js';

// Protecting routes
export { CriiptoAuthGuard } from './access/criipto-auth.guard.js';
export { CriiptoLoginGuard, type LoggedInRequest } from './login/routes/criipto-login.guard.js';
export { BearerGuard } from './access/bearer.guard.js';
export { type Bearer, BearerTokens } from './bearer/bearer-tokens.service.js';
export { AccessToken } from './access/access-token.decorator.js';
export { CurrentUser } from './access/current-user.decorator.js';
export { OptionalAuth } from './access-rules/optional-auth.decorator.js';
export { Public } from './access-rules/public.decorator.js';
export { RequireAcr, type RequireAcrOptions } from './access-rules/require-acr.decorator.js';

// The user
export { CriiptoUser, type CriiptoUserFields } from './eid/user/criipto-user.js';
export type { AddressClaim, AssuranceLevel } from './eid/eid-profile.js';
export type { Acr, Eid, EidClaims, KnownAcr, LoginScope, UiLocales } from './eid/eids.js';
export { loginHint } from './eid/hints/login-hint.js';
export type {
  AgeVerificationHint,
  CommonHint,
  FrejaHint,
  FtnHint,
  MitIdHint,
  NorwegianBankIdHint,
  PersonalausweisHint,
  SwedishBankIdHint,
} from './eid/hints/hints.js';
export type { HintAction, HintCountry } from './eid/hint-tokens/common-hint.js';
export type { AgeVerificationClaims } from './eid/profiles/age-verification.js';
export type { NorwegianBankIdClaims, NorwegianMobile } from './eid/profiles/bankid-no.js';
export type { SwedishBankIdClaims } from './eid/profiles/bankid-se.js';
export type { FrejaClaims } from './eid/profiles/freja.js';
export type { FtnClaims } from './eid/profiles/ftn.js';
export type { IdinClaims } from './eid/profiles/idin.js';
export type { MitIdBusinessClaims } from './eid/profiles/mitid-business.js';
export type { MitIdClaims } from './eid/profiles/mitid.js';
export type { PersonalausweisClaims } from './eid/profiles/personalausweis.js';
export type { VippsClaims } from './eid/profiles/vipps.js';
export type { Claims } from './eid/claims/normalise-claims.js';
export type { UserMapper } from './eid/user/user-mapper.js';

// Login and session
export { LoginService, type CompletedLogin, type LoginRequest } from './login/login.service.js';
export { LoginReporter } from './login/login-reporter.service.js';
export { BackchannelLogoutService } from './logout/backchannel-logout.service.js';
export { LogoutService } from './logout/logout.service.js';
export { SessionService } from './session/session.service.js';
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
export {
  CriiptoClient,
  type ExchangedCode,
  type PolledAnswer,
} from './oidc/criipto-client.service.js';
export type { Authorization } from './oidc/authorization/authorization-endpoint.js';
export type { ProviderStatus } from './oidc/discovery/provider.js';
export type { ValidatedIdToken } from './oidc/validation/token-validation.js';
export type { TokenSet } from './oidc/token/token-set.js';
export type { RefreshedTokens, RefreshRequest } from './oidc/token/refresh-tokens.js';
export type { OriginalLogin } from './oidc/validation/refreshed-id-token.js';
export type { CodeExchange } from './oidc/token/token-endpoint.js';
export type { AuthorizationRequest } from './oidc/authorization/authorization-request.js';
export type { IdTokenClaims } from './oidc/validation/id-token.js';
export type { LogoutToken } from './oidc/validation/logout-token.js';
export type { JsonObject } from './common/json.js';
export type { ProviderMetadata } from './oidc/discovery/provider-metadata.js';
export {
  Cookies,
  type CookieAttributes,
  type CookieCarrier,
  type CookiePolicy,
} from './http/cookies.js';
export { HttpClient } from './http-client/http-client.js';
export { HttpExchanges } from './http/http-exchange.provider.js';
export type { HttpExchange } from './http/http-exchange.js';

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
export type {
  AuthorizationDetail,
  BackchannelAuthentication,
  BackchannelAuthenticationRequest,
} from './oidc/token/backchannel-authentication.js';
export type {
  HeadlessAuthentication,
  HeadlessAuthenticationRequest,
} from './oidc/token/headless-authentication.js';
export type { PendingGrant, PolledGrant } from './oidc/token/polled-grant.js';

// Keys and client assertions
export {
  ClientAssertionService,
  type AssertionOverrides,
  type ClientAssertionParameters,
} from './client-assertion/client-assertion.service.js';
export { KeyProvider, type DecryptionKey } from './keys/key-provider.js';
export type { KeyRingOptions, KeysOptions, PrivateJwk } from './keys/sources/keys-options.js';
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
export type { KeyInUse, RingStatus } from './keys/ring/key-ring-status.js';
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
