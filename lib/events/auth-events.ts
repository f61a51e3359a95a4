import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';

/**
 * What happened, as facts. No payload ever holds a token, a code, a cookie or personal data, but for a `description`:
 * the provider's own words, shortened, and without long numbers.
 */
export interface AuthEventMap {
  /** `traceId`: the provider's own id of the request that was pushed, if it gave one. */
  'login.started': { readonly traceId?: string };
  /**
   * A login passed every check, the application's own included. `acr`: the method, if the provider tells. `identity`:
   * another than was logged in before, by a stronger login that allowed for it; the session of the other is replaced.
   */
  'login.completed': {
    readonly eid: string;
    readonly acr: string | undefined;
    readonly identity?: 'other';
  };
  /** An age was proved, whatever the answer. Nobody is logged in by it. */
  'age.proved': { readonly eid: string };
  /**
   * `traceId`: the provider's own id of the request that failed, else of the one that began the login, if it gave one.
   * `description`: what the provider said of it, which may hold something of the user.
   */
  'login.refused': {
    readonly code: CriiptoAuthErrorCode;
    readonly correlationId: string;
    readonly traceId?: string;
    readonly description?: string;
  };
  'logout.completed': { readonly atProvider: boolean };
  /** The provider logged a user out, and so many sessions here ended. */
  'logout.backchannel': { readonly sessions: number };
  /** What came to the route for that was refused, or could not be done. */
  'logout.refused': {
    readonly code: CriiptoAuthErrorCode;
    readonly correlationId: string;
    readonly traceId?: string;
    readonly description?: string;
  };
  'session.revoked': {
    readonly by: 'application' | 'limit' | 'provider';
    readonly sessions: number;
  };
  /** A cookie came whose session ended by a logout or another login: a copy of it, or a request that was late. */
  'session.reused': Readonly<Record<string, never>>;
  /** New tokens are in a session; `rotated` tells whether a new refresh token is among them. */
  'refresh.completed': { readonly rotated: boolean };
  /** `sessionEnded`: the user has to log in again. Else the access token is used on for as long as it is good. */
  'refresh.failed': {
    readonly code: CriiptoAuthErrorCode;
    readonly correlationId: string;
    readonly traceId?: string;
    readonly description?: string;
    readonly sessionEnded: boolean;
  };
  /** By `BearerGuard`; `bearer_token_missing` too. */
  'bearer.refused': {
    readonly code: CriiptoAuthErrorCode;
    readonly correlationId: string;
    readonly traceId?: string;
    readonly description?: string;
  };
  /**
   * A route that the provider's servers call was answered with an error by something that stands before it: a guard, a
   * middleware, a limit of requests.
   */
  'route.refused': { readonly route: 'jwks' | 'backchannelLogout'; readonly status: number };
  /** A key of the ring is at the JWKS route from now on. */
  'key.published': { readonly kid: string };
  /** A key of the ring is the one in use from now on. */
  'key.activated': { readonly kid: string };
  /** Another key of the ring is used instead of this one. */
  'key.retired': { readonly kid: string };
  /** A key of the ring is not published any more. */
  'key.removed': { readonly kid: string };
  /** A key of the ring was revoked: it is never used again. */
  'key.revoked': { readonly kid: string };
  /** Something is wrong with the keys, and they stay as they were. `message` is for people. */
  'keys.problem': { readonly message: string };
}

/** See `docs/reference/events.md`. */
export type AuthEventName = keyof AuthEventMap;
/** May be async; nobody waits for it, and what it returns is ignored. */
export type AuthEventListener<N extends AuthEventName> = (payload: AuthEventMap[N]) => unknown;
