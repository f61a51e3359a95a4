import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';

/** What happened, as facts. No payload ever holds a token, a code, a cookie or personal data. */
export interface AuthEventMap {
  /** `traceId`: the provider's own id of the request that was pushed, if it gave one. */
  'login.started': { readonly traceId?: string };
  'login.completed': { readonly eid: string; readonly acr: string | undefined };
  /** `traceId`: the provider's own id of the request that failed, if it gave one. */
  'login.refused': {
    readonly code: CriiptoAuthErrorCode;
    readonly correlationId: string;
    readonly traceId?: string;
  };
  'logout.completed': { readonly atProvider: boolean };
  'session.revoked': { readonly by: 'application' | 'limit'; readonly sessions: number };
  /** By `BearerGuard`; `bearer_token_missing` too. */
  'bearer.refused': { readonly code: CriiptoAuthErrorCode; readonly correlationId: string };
  'key.published': { readonly kid: string };
  'key.activated': { readonly kid: string };
  'key.retired': { readonly kid: string };
  'key.removed': { readonly kid: string };
  'key.revoked': { readonly kid: string };
  'keys.problem': { readonly message: string };
}

export type AuthEventName = keyof AuthEventMap;
/** May be async; nobody waits for it, and what it returns is ignored. */
export type AuthEventListener<N extends AuthEventName> = (payload: AuthEventMap[N]) => unknown;
