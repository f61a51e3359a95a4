import { Injectable } from '@nestjs/common';

import { Clock } from '../../common/clock.js';
import type { CriiptoUser } from '../../eid/user/criipto-user.js';
import { nationalIdFingerprint } from '../../eid/user/same-person.js';
import { AuthEvents } from '../../events/auth-events.service.js';
import { LoginReporter } from '../../login/login-reporter.service.js';
import { CriiptoClient } from '../../oidc/criipto-client.service.js';
import { cibaGrant } from '../../oidc/token/backchannel-authentication.js';
import type { PendingGrant } from '../../oidc/token/polled-grant.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import {
  type DoneStatus,
  LoginPolling,
  type PolledFlow,
  type PollOptions,
} from '../polling/login-polling.service.js';
import { SealedLogins } from '../polling/sealed-logins.js';
import { type CallerStep, callerStep } from './caller-step.js';
import { CibaLogin, type CibaLoginFields } from './ciba-login.js';
import type { CibaRequest } from './ciba-request.js';
import { toBackchannelRequest } from './to-backchannel-request.js';

/** The user has yet to act. */
export interface CibaPendingStatus {
  readonly status: 'pending';
  /** How far they are, if the provider tells. */
  readonly step: CallerStep | undefined;
}

export type CibaStatus = CibaPendingStatus | DoneStatus;

/** CIBA section 7.3. */
const DEFAULT_INTERVAL = 5;

/**
 * Authenticates a user who is not at a browser of yours but, say, on the phone: the provider asks them in
 * the app of their eID, and you poll for the result (CIBA, poll mode). For BankID Sweden, BankID Norway,
 * Freja and any OpenID provider that has it.
 */
@Injectable()
export class CibaService {
  private readonly sealed: SealedLogins<CibaLoginFields>;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly polling: LoginPolling,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
    private readonly reporter: LoginReporter,
  ) {
    this.sealed = new SealedLogins(options, 'ciba', clock, reporter);
  }

  /**
   * Has the provider ask the user. Sends exactly one request.
   *
   * @throws {CriiptoAuthError} `login_request_invalid`, `login_user_unknown`, and what
   *   `CriiptoClient#authenticateByBackchannel` throws.
   */
  async start(request: CibaRequest): Promise<CibaLogin> {
    try {
      const asked = toBackchannelRequest(request, this.options.login.scope);
      const started = await this.client.authenticateByBackchannel(asked);
      const { traceId } = started;
      this.events.emit('login.started', traceId === undefined ? {} : { traceId });
      return new CibaLogin({
        requestId: started.requestId,
        acrValues: demandedBy(request) ?? asked.acrValues,
        person: this.markOf(request),
        expiresAt: this.clock.seconds() + started.expiresIn,
        interval: started.interval ?? DEFAULT_INTERVAL,
        bindingMessage: started.bindingMessage ?? asked.bindingMessage,
      });
    } catch (error) {
      this.reporter.refused(error);
      throw error;
    }
  }

  /**
   * The status after each poll, the last of which is done. Waits between polls as long as the provider
   * wants, and tries again while it is away.
   *
   * @throws {CriiptoAuthError} `login_cancelled`, `login_expired`, `login_unknown`, `id_token_…`,
   *   `acr_not_satisfied`, `user_mismatch`, `login_polled_elsewhere` or `login_already_used`; and the signal's reason.
   */
  poll(login: CibaLogin, options?: PollOptions): AsyncGenerator<CibaStatus, void> {
    return this.polling.statuses(login, flowOf(login), options);
  }

  /**
   * Waits until the user has acted, and gives who it was.
   *
   * @throws {CriiptoAuthError} as `poll` does.
   */
  complete(login: CibaLogin, options?: PollOptions): Promise<CriiptoUser> {
    return this.polling.complete(login, flowOf(login), options);
  }

  /**
   * The status after one poll, for callers that come back: waits for the interval, then asks.
   *
   * @throws {CriiptoAuthError} as `poll` does.
   */
  check(login: CibaLogin, options?: PollOptions): Promise<CibaStatus> {
    return this.polling.check(login, flowOf(login), options);
  }

  /** The login as a text that any instance of this application can resume, and nobody else can read. */
  seal(login: CibaLogin): string {
    return this.sealed.seal({ ...login.reveal(), bindingMessage: login.bindingMessage });
  }

  /**
   * The login of such a text.
   *
   * @throws {CriiptoAuthError} `login_unknown`
   */
  resume(sealed: string): CibaLogin {
    return new CibaLogin(this.sealed.open(sealed));
  }

  /** Freja's numbers may be written in more than one way. */
  private markOf(request: CibaRequest): string | undefined {
    return request.eid === 'bankid-se' || request.eid === 'bankid-no'
      ? nationalIdFingerprint(this.options.issuer, request.nationalId)
      : undefined;
  }
}

/** What comes back must satisfy this, in whatever words the eID is asked for it. */
function demandedBy({ acrValues }: CibaRequest): readonly string[] | undefined {
  return acrValues === undefined ? undefined : [acrValues].flat();
}

function flowOf(login: CibaLogin): PolledFlow<CibaPendingStatus> {
  return {
    grant: cibaGrant(login.reveal().requestId),
    inCall: true,
    pending: ({ body }: PendingGrant) => ({ status: 'pending', step: callerStep(body) }),
  };
}
