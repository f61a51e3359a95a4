import type { Clock } from '../../common/clock.js';
import type { Timer } from '../../common/timer.js';
import { untilAborted } from '../../common/until-aborted.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { CriiptoClient, PolledAnswer } from '../../oidc/criipto-client.service.js';
import type { PendingGrant, PolledGrant } from '../../oidc/token/polled-grant.js';
import type { PendingLogin } from './pending-login.js';
import type { PollInterval } from './poll-intervals.js';
import type { PollLease } from './poll-leases.js';
import { PollPace } from './poll-pace.js';

/** What may pass, and before which no tokens were handed out that would be lost: those that were can be verified again. */
const PASSING: ReadonlySet<CriiptoAuthErrorCode> = new Set([
  'discovery_failed',
  'id_token_key_unknown',
  'key_unavailable',
  'provider_keys_unavailable',
  'provider_temporarily_unavailable',
  'provider_timeout',
  'provider_unreachable',
  'signer_failed',
  'store_unavailable',
]);
/** Seconds that a lease outlasts the pause and the request that it is for: who dies holds the login no longer. */
const SLACK = 2;

export interface LoginPollParts {
  readonly client: Pick<CriiptoClient, 'poll'>;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Seconds that one request may take. */
  readonly requestTimeout: number;
}

/** What is waited for, and until when. */
export interface Wait {
  readonly login: PendingLogin;
  readonly grant: PolledGrant;
  readonly lease: PollLease;
  readonly interval: PollInterval;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

/** One poller's wait for one login. */
export class LoginPoll {
  private pace: PollPace;
  private begun: Promise<void> | undefined;
  private readonly stopping = new AbortController();
  private readonly stopWithCaller = () => this.stop(this.awaited.signal?.reason);

  constructor(
    private readonly parts: LoginPollParts,
    private readonly awaited: Wait,
  ) {
    this.pace = new PollPace(awaited.login.interval);
  }

  /**
   * Waits for its turn, asks, and gives what the provider says. What may pass is tried again, ever more
   * slowly, until the login has expired.
   *
   * @throws {CriiptoAuthError} `login_polled_elsewhere`, `login_already_used`, `store_unavailable`;
   *   `login_expired`, or the problem that lasted until then; what `CriiptoClient#poll` throws; the
   *   signal's reason.
   */
  async next(): Promise<PolledAnswer> {
    await (this.begun ??= this.begin());
    let problem: CriiptoAuthError | undefined;
    for (;;) {
      if (!(await this.waitForTurn())) throw problem ?? expired();
      try {
        return await untilAborted(this.ask(), this.stopping.signal);
      } catch (error) {
        problem = passing(error);
        this.pace.failed();
      }
    }
  }

  /** Ends the wait at once, for this reason. */
  stop(reason: unknown): void {
    this.stopping.abort(reason);
  }

  /** Lets go of the login. */
  end(): Promise<void> {
    const { signal, lease } = this.awaited;
    signal?.removeEventListener('abort', this.stopWithCaller);
    return lease.release();
  }

  private async begin(): Promise<void> {
    const { signal } = this.awaited;
    signal?.throwIfAborted();
    signal?.addEventListener('abort', this.stopWithCaller);
    await untilAborted(this.takeTurn(), this.stopping.signal);
  }

  private async takeTurn(): Promise<void> {
    const slowed = await this.awaited.interval.slowed();
    if (slowed !== undefined) this.pace = new PollPace(slowed);
    await this.holdLease();
  }

  /** Whether the login can still be asked for after it. No wait is longer than the login has. */
  private async waitForTurn(): Promise<boolean> {
    const { timer, clock } = this.parts;
    const { pause } = this.pace;
    const left = (this.awaited.login.expiresAt.getTime() - clock.now()) / 1000;
    if (left > 0) await timer.wait(Math.min(pause, left), this.stopping.signal);
    return pause <= left;
  }

  private async ask(): Promise<PolledAnswer> {
    await this.holdLease();
    const answer = await this.parts.client.poll(this.awaited.grant);
    if (answer.status === 'pending') await this.keepPace(answer);
    else await this.awaited.lease.complete();
    return answer;
  }

  private async keepPace(answer: PendingGrant): Promise<void> {
    this.pace.answered(answer);
    if (answer.slowDown) await this.awaited.interval.slowTo(this.pace.pause);
  }

  private async holdLease(): Promise<void> {
    const { lease } = this.awaited;
    await lease.hold(this.pace.pause + this.parts.requestTimeout + SLACK);
    if (!this.stopping.signal.aborted) return;
    // It was let go of while the store was still at it, and would be held on.
    await lease.release();
    throw this.stopping.signal.reason;
  }
}

/** An error that is worth another try. Any other ends the wait. */
function passing(error: unknown): CriiptoAuthError {
  if (error instanceof CriiptoAuthError && PASSING.has(error.code)) return error;
  throw error;
}

function expired(): CriiptoAuthError {
  return new CriiptoAuthError('login_expired', 'The user did not act in time');
}
