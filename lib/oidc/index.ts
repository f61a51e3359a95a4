// The types of what `CriiptoClient` takes and gives
export type { ExchangedCode, PolledAnswer } from './criipto-client.service.js';
export type { Authorization } from './authorization/authorization-endpoint.js';
export type { ProviderStatus } from './discovery/provider.js';
export type { ValidatedIdToken } from './validation/token-validation.js';
export type { TokenSet } from './token/token-set.js';
export type { RefreshedTokens, RefreshRequest } from './token/refresh-tokens.js';
export type { CodeExchange } from './token/token-endpoint.js';
export type { AuthorizationRequest } from './authorization/authorization-request.js';
export type { IdTokenClaims } from './validation/id-token.js';
export type { LogoutToken } from './validation/logout-token.js';
export type { ProviderMetadata } from './discovery/provider-metadata.js';
export type {
  AuthorizationDetail,
  BackchannelAuthentication,
  BackchannelAuthenticationRequest,
} from './token/backchannel-authentication.js';
export type {
  HeadlessAuthentication,
  HeadlessAuthenticationRequest,
} from './token/headless-authentication.js';
export type { PendingGrant, PolledGrant } from './token/polled-grant.js';
