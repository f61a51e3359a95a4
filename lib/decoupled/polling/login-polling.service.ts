import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';

import { Clock } from '../../common/clock.js';
import { LOGGER_NAME } from '../../common/logger-name.js';
import { Timer } from '../../common/timer.js';
import { ageFacts } from '../../eid/assurance/age-facts.js';
import { assertAcr } from '../../eid/assurance/assert-acr.js';
import type { CriiptoUser } from '../../eid/user/criipto-user.js';
import { isSamePerson } from '../../eid/user/same-person.js';
import { toCriiptoUser } from '../../eid/user/to-criipto-user.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { failureLine } from '../../errors/error-report.js';
import { LoginReporter } from '../../login/login-reporter.service.js';
import { userClaims, withUnsigned } from '../../login/user-claims.js';
import { CriiptoClient, type ExchangedCode } from '../../oidc/criipto-client.service.js';
import { asCriiptoAuthError } from '../../oidc/messages/oidc-error.js';
import type { PendingGrant, PolledGrant } from '../../oidc/token/polled-grant.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import { noteBasis } from '../../session/login-basis.js';
import { KeyValueStore } from '../../stores/key-value-store.js';
import { LoginPoll } from './login-poll.js';
import type { PendingLogin } from './pending-login.js';
import { PollIntervals } from './poll-intervals.js';
import { PollLeases } from './poll-leases.js';

export interface PollOptions {
  /** Ends the wait at once, with its reason. The provider goes on waiting for the user. */
  readonly signal?: AbortSignal;
}

interface PendingStatus {
  readonly status: 'pending';
}

/** Every check was passed. */
export interface DoneStatus {
  readonly status: 'done';
  readonly user: CriiptoUser;
}

/** How the result of one kind of login is asked for, and what the answers mean until it is there. */
export interface PolledFlow<Pending> {
  readonly grant: PolledGrant;
  readonly pending: (answer: PendingGrant) => Pending;
  /** Whether the person is asked in a call, where an eID may reach less. */
  readonly inCall?: boolean;
}

/** Waits for logins that happen elsewhere, and knows who it was. No wait outlives the application. */
@Injectable()
export class LoginPolling implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly leases: PollLeases;
  private readonly intervals: PollIntervals;
  private readonly polls = new Set<LoginPoll>();

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly clock: Clock,
    private readonly timer: Timer,
    private readonly reporter: LoginReporter,
    store: KeyValueStore,
  ) {
    this.leases = new PollLeases(store, (thrown) => {
      const line = failureLine(asCriiptoAuthError(thrown));
      this.logger.warn(`Others wait until it has expired: ${line}`);
    });
    this.intervals = new PollIntervals(store);
  }

  /** The status after each poll, until it is done. */
  async *statuses<Pending extends PendingStatus>(
    login: PendingLogin,
    flow: PolledFlow<Pending>,
    options: PollOptions = {},
  ): AsyncGenerator<Pending | DoneStatus, void> {
    const poll = this.pollOf(login, flow.grant, options);
    try {
      for (;;) {
        const status = await this.next(poll, login, flow);
        yield status;
        if (status.status === 'done') return;
      }
    } finally {
      await this.end(poll);
    }
  }

  /** Who it was, when it is done. */
  async complete(
    login: PendingLogin,
    flow: PolledFlow<PendingStatus>,
    options: PollOptions = {},
  ): Promise<CriiptoUser> {
    const poll = this.pollOf(login, flow.grant, options);
    try {
      for (;;) {
        const status = await this.next(poll, login, flow);
        if (status.status === 'done') return status.user;
      }
    } finally {
      await this.end(poll);
    }
  }

  /** The status after one poll. */
  async check<Pending extends PendingStatus>(
    login: PendingLogin,
    flow: PolledFlow<Pending>,
    options: PollOptions = {},
  ): Promise<Pending | DoneStatus> {
    const poll = this.pollOf(login, flow.grant, options);
    try {
      return await this.next(poll, login, flow);
    } finally {
      await this.end(poll);
    }
  }

  /** Before the server waits for its last answers, which may be waiting here. */
  beforeApplicationShutdown(): void {
    const reason = new DOMException('The application shuts down', 'AbortError');
    for (const poll of this.polls) poll.stop(reason);
  }

  private pollOf(login: PendingLogin, grant: PolledGrant, { signal }: PollOptions): LoginPoll {
    const { client, clock, timer, leases, intervals, options } = this;
    const requestTimeout = options.http.timeouts.request;
    const lease = leases.of(grant.requestId);
    const interval = intervals.of(grant.requestId);
    const poll = new LoginPoll(
      { client, clock, timer, requestTimeout },
      { login, grant, lease, interval, signal },
    );
    this.polls.add(poll);
    return poll;
  }

  private async end(poll: LoginPoll): Promise<void> {
    this.polls.delete(poll);
    await poll.end();
  }

  private async next<Pending extends PendingStatus>(
    poll: LoginPoll,
    login: PendingLogin,
    flow: PolledFlow<Pending>,
  ): Promise<Pending | DoneStatus> {
    try {
      const answer = await poll.next();
      if (answer.status === 'pending') return flow.pending(answer);
      const user = await this.userOf(answer, login, flow);
      this.reporter.completed(user);
      return { status: 'done', user };
    } catch (error) {
      this.reporter.refused(error);
      throw error;
    }
  }

  private async userOf(
    granted: ExchangedCode,
    login: PendingLogin,
    { inCall }: Pick<PolledFlow<unknown>, 'inCall'>,
  ): Promise<CriiptoUser> {
    const { acrValues, person } = login.reveal();
    const { claims, unsigned } = await userClaims(granted, this.client, this.options, (message) =>
      this.logger.warn(message),
    );
    const user = toCriiptoUser(claims, {
      issuer: this.options.issuer,
      authenticatedAt: new Date(this.clock.now()),
      asking: { asked: acrValues, inCall },
    });
    try {
      assertAcr(acrValues, user);
      assertAsked(person, user);
    } catch (error) {
      throw withUnsigned(error, unsigned);
    }
    noteBasis(user, { madeFor: 'login', age: ageFacts(user.eid, user.claims) });
    return user;
  }
}

/** Without the scope for it, no national id comes back that could be compared. */
function assertAsked(person: string | undefined, user: CriiptoUser): void {
  if (person === undefined || user.nationalId === undefined || isSamePerson([person], user)) return;
  throw new CriiptoAuthError(
    'user_mismatch',
    'Another person came back than the one who was asked',
  );
}
