import type { Clock } from '../common/clock.js';
import type { Timer } from '../common/timer.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoClient } from '../oidc/criipto-client.service.js';
import type { RefreshedTokens, RefreshRequest } from '../oidc/token/refresh-tokens.js';
import { type AccessGrant, accessGrant } from '../session/access-grant.js';
import type { StoredSessions } from '../session/stored-sessions.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import { endsSession, forCaller, isPerhapsLost, isTokenRejected } from './refresh-failure.js';
import { RefreshLock } from './refresh-lock.js';
import { isFresh, isUsable, type TokenDemand } from './token-state.js';

/** Seconds. */
const LOCKED_FOR_AT_LEAST = 30;
const LONGEST_WAIT = 10;
const LOOK_EVERY = 0.25;
const PAUSE_AFTER_FAILURE = 10;
/** Each one means that somebody else was quicker. */
const MAX_WRITES = 20;
const MAX_STORE_FAILURES = 5;
const STORE_PAUSE = 1;

export interface RefreshParts {
  readonly sessions: StoredSessions;
  readonly store: KeyValueStore;
  readonly client: CriiptoClient;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Seconds that one request may take, and its signature as many. */
  readonly requestTimeout: number;
}

/** What became of the tokens of a session. */
export interface RefreshReport {
  refreshed(isRotated: boolean): void;
  /** The access token is used on, or the caller gets the error. */
  failed(error: CriiptoAuthError, sessionEnded: boolean): void;
  /** Nobody refreshes this session until the lock is over. */
  lockStays(failure: unknown): void;
  /** Tokens came for a session that was over by then. */
  orphaned(refreshToken: string | undefined): Promise<void>;
}

/**
 * Refreshes the tokens of sessions: one at a time for each session, of all instances that share the store, and
 * what came of it is stored before anybody else may try.
 */
export class TokenRefresh {
  private readonly lockSeconds: number;

  constructor(
    private readonly parts: RefreshParts,
    private readonly report: RefreshReport,
  ) {
    // An attempt, and one more when its answer is lost.
    this.lockSeconds = Math.max(LOCKED_FOR_AT_LEAST, 3 * parts.requestTimeout);
  }

  /** Tokens of a session that are fresh, or as good as can be had. */
  async run(sessionId: string, refused: string | undefined): Promise<AccessGrant> {
    const lock = new RefreshLock(this.parts.store, sessionId, (failure) =>
      this.report.lockStays(failure),
    );
    const { clock, timer } = this.parts;
    const began = clock.seconds();
    // Looks may take long as well; a clock that is set back makes no wait longer.
    const isOver = (waited: number) => Math.max(waited, clock.seconds() - began) >= LONGEST_WAIT;
    for (let waited = 0; ; waited += LOOK_EVERY) {
      const tokens = await this.load(sessionId);
      const demand = this.demand(refused);
      if (isFresh(tokens, demand)) return tokens;
      if (tokens.refreshToken === undefined) return this.withoutRefreshToken(tokens, demand);
      if (await lock.take(this.lockSeconds)) return this.refreshHolding(lock, sessionId, refused);
      // Somebody else is at it, or was and failed.
      if (isUsable(tokens, demand)) return tokens;
      if (isOver(waited))
        throw new CriiptoAuthError(
          'refresh_pending',
          `Somebody else refreshes the access token, and was not done within ${LONGEST_WAIT} s`,
        );
      await timer.wait(LOOK_EVERY, new AbortController().signal);
    }
  }

  private async refreshHolding(
    lock: RefreshLock,
    sessionId: string,
    refused: string | undefined,
  ): Promise<AccessGrant> {
    const until = this.parts.clock.seconds() + this.lockSeconds;
    try {
      // Again, for whoever had the lock before may have been done just now.
      const tokens = await this.load(sessionId);
      if (isFresh(tokens, this.demand(refused))) return tokens;
      return await this.refresh(sessionId, tokens, until);
    } catch (error) {
      return await this.settle(error, { lock, sessionId, refused });
    } finally {
      await lock.release();
    }
  }

  private async refresh(
    sessionId: string,
    before: AccessGrant,
    until: number,
  ): Promise<AccessGrant> {
    const { refreshToken, login } = before;
    if (refreshToken === undefined) return before;
    const keep = async (fresh: string): Promise<void> => {
      await this.keep(sessionId, before, { ...before, refreshToken: fresh }, until);
    };
    const granted = await this.ask({ refreshToken, login, keep }, until);
    const now = this.parts.clock.seconds();
    const kept = await this.keep(sessionId, before, accessGrant(granted, now, before), until);
    this.report.refreshed(kept.refreshToken !== refreshToken);
    return kept;
  }

  /** An answer that is lost may have been tokens, with a new refresh token; providers then take the old one for a while. */
  private async ask(request: RefreshRequest, until: number): Promise<RefreshedTokens> {
    const { client, clock, requestTimeout } = this.parts;
    try {
      return await client.refresh(request);
    } catch (error) {
      const isTimeLeft = until - clock.seconds() >= 2 * requestTimeout;
      if (!isPerhapsLost(error) || !isTimeLeft) throw error;
      return client.refresh(request);
    }
  }

  /** The tokens that are in the session then. One that ended must not come back, and its tokens are given back. */
  private async keep(
    sessionId: string,
    before: AccessGrant,
    tokens: AccessGrant,
    until: number,
  ): Promise<AccessGrant> {
    const kept = await this.writeAtLast(sessionId, before, tokens, until);
    if (kept) return kept;
    await this.report.orphaned(tokens.refreshToken);
    throw ended();
  }

  private async writeAtLast(
    sessionId: string,
    before: AccessGrant,
    tokens: AccessGrant,
    until: number,
  ): Promise<AccessGrant | undefined> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.write(sessionId, before, tokens);
      } catch (error) {
        // The old refresh token may be used up: what is lost now is lost for good. Once the lock is over it may be
        // somebody else's turn.
        if (failures === MAX_STORE_FAILURES || this.parts.clock.seconds() >= until) throw error;
        await this.parts.timer.wait(STORE_PAUSE, new AbortController().signal);
      }
    }
  }

  private async write(
    sessionId: string,
    before: AccessGrant,
    tokens: AccessGrant,
  ): Promise<AccessGrant | undefined> {
    const { sessions } = this.parts;
    for (let attempt = 0; attempt < MAX_WRITES; attempt += 1) {
      const handle = await sessions.load(sessionId);
      const there = handle?.tokens?.access;
      if (!handle || !there) return undefined;
      // The lock was lost, and whoever had it next has newer ones; or an answer to the write was lost.
      if (there.accessToken !== before.accessToken) return there;
      if (await sessions.replaceAccess(handle, tokens)) return tokens;
    }
    throw new CriiptoAuthError('store_unavailable', 'A session changes all the time');
  }

  /** What is left after a failure: the tokens that somebody else got, the old ones, or the error. */
  private async settle(error: unknown, { lock, sessionId, refused }: Attempt) {
    if (!(error instanceof CriiptoAuthError) || error.code === 'session_ended') throw error;
    if (endsSession(error)) {
      const won = isTokenRejected(error) && (await this.findFresh(sessionId, refused));
      if (won) return won;
      await this.parts.sessions.endOne(sessionId);
      this.report.failed(error, true);
      throw error;
    }
    this.report.failed(error, false);
    const tokens = await this.load(sessionId);
    if (!isUsable(tokens, this.demand(refused))) throw forCaller(error);
    await lock.pause(PAUSE_AFTER_FAILURE);
    return tokens;
  }

  private async findFresh(
    sessionId: string,
    refused: string | undefined,
  ): Promise<AccessGrant | undefined> {
    const tokens = await this.load(sessionId);
    return isFresh(tokens, this.demand(refused)) ? tokens : undefined;
  }

  private withoutRefreshToken(tokens: AccessGrant, demand: TokenDemand): AccessGrant {
    if (isUsable(tokens, demand)) return tokens;
    throw new CriiptoAuthError(
      'access_token_expired',
      'The access token is good no more, and came without a refresh token',
    );
  }

  private async load(sessionId: string): Promise<AccessGrant> {
    const handle = await this.parts.sessions.load(sessionId);
    if (!handle?.tokens?.access) throw ended();
    return handle.tokens.access;
  }

  private demand(refused: string | undefined): TokenDemand {
    return { now: this.parts.clock.seconds(), refused };
  }
}

interface Attempt {
  readonly lock: RefreshLock;
  readonly sessionId: string;
  readonly refused: string | undefined;
}

function ended(): CriiptoAuthError {
  return new CriiptoAuthError('session_ended', 'The session ended meanwhile');
}
