import { Injectable, Logger } from '@nestjs/common';

import { LOGGER_NAME } from '../common/logger-name.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { failureFacts, failureLine } from '../errors/error-report.js';
import { SilentLoginError } from '../errors/silent-login.error.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { basisOf } from '../session/login-basis.js';

/** A phone came back from the eID app without anything: nothing was refused, and the login goes on. */
const NO_NEWS: CriiptoAuthErrorCode = 'callback_empty';

/** Tells the log and the listeners how logins end: by code, never with anything secret. */
@Injectable()
export class LoginReporter {
  private readonly logger = new Logger(LOGGER_NAME);

  constructor(private readonly events: AuthEvents) {}

  /** A login is done: event `login.completed`, or `age.proved` where it makes no login. */
  completed(user: CriiptoUser): void {
    const { eid, acr } = user;
    const basis = basisOf(user);
    if (basis?.madeFor === 'proof') this.events.emit('age.proved', { eid });
    else
      this.events.emit('login.completed', {
        eid,
        acr,
        ...(basis?.isOtherIdentity ? { identity: 'other' } : {}),
      });
  }

  /** A login failed: a line in the log and event `login.refused`. Errors that are not ours are their thrower's to report. */
  refused(error: unknown): void {
    if (!(error instanceof CriiptoAuthError)) return;
    const { code, status } = error;
    if (code === NO_NEWS) return;
    const line = `Login refused: ${failureLine(error)}`;
    if (code === 'login_cancelled') this.logger.log(line);
    else if (error instanceof SilentLoginError) this.logger.debug(line);
    else if (status >= 500) this.logger.error(line);
    else this.logger.warn(line);
    this.events.emit('login.refused', failureFacts(error));
  }
}
