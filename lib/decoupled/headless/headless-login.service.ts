import { isIP } from 'node:net';

import { Injectable } from '@nestjs/common';

import { Clock } from '../../common/clock.js';
import type { Acr } from '../../eid/eids.js';
import type { CriiptoUser } from '../../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { AuthEvents } from '../../events/auth-events.service.js';
import { checkLoginRequest } from '../../login/check-login-request.js';
import { LoginReporter } from '../../login/login-reporter.service.js';
import { CriiptoClient } from '../../oidc/criipto-client.service.js';
import { headlessData } from '../../oidc/token/headless-authentication.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import {
  type DoneStatus,
  LoginPolling,
  type PolledFlow,
  type PollOptions,
} from '../polling/login-polling.service.js';
import type { PendingLoginFields } from '../polling/pending-login.js';
import { SealedLogins } from '../polling/sealed-logins.js';
import type { BankIdHintCode } from './bankid-hint-code.js';
import { HeadlessLogin } from './headless-login.js';

/** What one login asks for. Comes from the application's code, never from a query string. */
export interface HeadlessLoginRequest {
  /** The IP address of the user's browser, as your server sees it: BankID holds it against that of the app. */
  readonly endUserIp: string;
  /** What comes back must satisfy it. @default 'urn:grn:authn:se:bankid' */
  readonly acrValues?: Acr | readonly Acr[];
  /** @default `login.scope` */
  readonly scope?: string;
}

/** The user has yet to act. */
export interface HeadlessPendingStatus {
  readonly status: 'pending';
  /** What the QR code holds now. */
  readonly qrData: string | undefined;
  /** How far the user is. */
  readonly hintCode: BankIdHintCode | undefined;
}

export type HeadlessStatus = HeadlessPendingStatus | DoneStatus;

/**
 * A login by BankID Sweden on pages of your own: you show the QR code or start the app, and poll for the
 * result. No browser goes to the provider.
 */
@Injectable()
export class HeadlessLoginService {
  private readonly sealed: SealedLogins<PendingLoginFields>;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly polling: LoginPolling,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
    private readonly reporter: LoginReporter,
  ) {
    this.sealed = new SealedLogins(options, 'headless', clock, reporter);
  }

  /**
   * Begins a login. Sends exactly one request.
   *
   * @throws {CriiptoAuthError} `login_request_invalid` when `endUserIp` is no IP address or the others are none of a login, and what
   *   `CriiptoClient#authenticateHeadless` throws.
   */
  async start(request: HeadlessLoginRequest): Promise<HeadlessLogin> {
    const { login, headless } = this.options;
    const { endUserIp, acrValues = 'urn:grn:authn:se:bankid', scope = login.scope } = request;
    try {
      if (isIP(endUserIp) === 0)
        throw new CriiptoAuthError('login_request_invalid', '`endUserIp` must be an IP address');
      const asked = { endUserIp, acrValues: [acrValues].flat(), scope };
      checkLoginRequest({ acrValues, scope });
      const { requestId, expiresIn, interval, data, traceId } =
        await this.client.authenticateHeadless(asked);
      this.events.emit('login.started', traceId === undefined ? {} : { traceId });
      return new HeadlessLogin(
        {
          requestId,
          acrValues: asked.acrValues,
          expiresAt: this.clock.seconds() + expiresIn,
          interval: interval ?? headless.interval,
        },
        data,
      );
    } catch (error) {
      this.reporter.refused(error);
      throw error;
    }
  }

  /**
   * The status after each poll, with the newest content of the QR code; the last one is done.
   *
   * @throws {CriiptoAuthError} `login_cancelled`, `login_expired`, `login_unknown`, `id_token_…`,
   *   `acr_not_satisfied`, `login_polled_elsewhere` or `login_already_used`; and the signal's reason.
   */
  poll(login: HeadlessLogin, options?: PollOptions): AsyncGenerator<HeadlessStatus, void> {
    return this.polling.statuses(login, this.flowOf(login), options);
  }

  /**
   * Waits until the user has acted, and gives who it was.
   *
   * @throws {CriiptoAuthError} as `poll` does.
   */
  complete(login: HeadlessLogin, options?: PollOptions): Promise<CriiptoUser> {
    return this.polling.complete(login, this.flowOf(login), options);
  }

  /**
   * The status after one poll, for callers that come back: waits for the interval, then asks.
   *
   * @throws {CriiptoAuthError} as `poll` does.
   */
  check(login: HeadlessLogin, options?: PollOptions): Promise<HeadlessStatus> {
    return this.polling.check(login, this.flowOf(login), options);
  }

  /** The login as a text that any instance of this application can resume, and nobody else can read. */
  seal(login: HeadlessLogin): string {
    return this.sealed.seal(login.reveal());
  }

  /**
   * The login of such a text, without what it showed at first.
   *
   * @throws {CriiptoAuthError} `login_unknown`
   */
  resume(sealed: string): HeadlessLogin {
    return new HeadlessLogin(this.sealed.open(sealed));
  }

  private flowOf(login: HeadlessLogin): PolledFlow<HeadlessPendingStatus> {
    return {
      grant: {
        grantType: this.options.headless.grantType,
        requestParameter: 'headless_req_id',
        requestId: login.reveal().requestId,
      },
      pending: ({ body }) => {
        const { qrData, hintCode } = headlessData(body);
        return { status: 'pending', qrData, hintCode };
      },
    };
  }
}
