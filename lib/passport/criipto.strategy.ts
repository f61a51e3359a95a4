import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import { LOGGER_NAME } from '../common/logger-name.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { LoginEndpoint } from '../login/routes/login-endpoint.js';
import type { UserValidator } from '../login/user-validator.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { LoginStrategy } from './login-strategy.js';

/**
 * The Passport strategy named `criipto`. It redirects to the provider, and when the browser comes back
 * it completes the login by private_key_jwt and asks `validate` for the user.
 *
 * A browser that comes back twice or too late, and whose user is logged in, goes on to `login.defaultReturnTo`.
 *
 * Works under `AuthGuard('criipto')` on Express, with or without Passport's own session. The module's own routes and
 * `CriiptoLoginGuard` ask its `validate` too, on every adapter. Extend it to override `validate`.
 */
@Injectable()
export class CriiptoStrategy
  extends PassportStrategy(LoginStrategy, 'criipto')
  implements UserValidator, OnModuleInit
{
  constructor(
    endpoint: LoginEndpoint,
    reporter: LoginReporter,
    exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
  ) {
    super({
      endpoint,
      reporter,
      exchangeOf: (request) => exchanges.of(request, (request as { res?: unknown }).res),
    });
  }

  /** Whoever overrides `authenticate` may have meant it for every login. */
  onModuleInit(): void {
    if (this.authenticate === LoginStrategy.prototype.authenticate) return;
    new Logger(LOGGER_NAME).warn(
      `${this.constructor.name} overrides authenticate(), which runs under AuthGuard('criipto') alone: override validate(), or extend CriiptoLoginGuard`,
    );
  }

  /**
   * Turns the user that logged in into the application's own; what it throws refuses the login.
   * By default what the option `mapUser` makes of it, else the `CriiptoUser` itself.
   */
  async validate(user: CriiptoUser): Promise<unknown> {
    return this.options.mapUser ? this.options.mapUser(user) : user;
  }
}
