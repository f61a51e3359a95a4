import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';

import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { LoginService } from '../login/login.service.js';
import { InFlightLogins } from '../login/in-flight-logins.service.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { LoginLegs } from '../login/routes/login-endpoint.js';
import { LoginStrategy } from './login-strategy.js';

/**
 * The Passport strategy named `criipto`. It redirects to the provider, and when the browser comes back
 * it completes the login by private_key_jwt and asks `validate` for the user.
 *
 * Works under `CriiptoLoginGuard` on every adapter, and under `AuthGuard('criipto')` on Express, with or
 * without Passport's own session. Extend it to override `validate`.
 */
@Injectable()
export class CriiptoStrategy extends PassportStrategy(LoginStrategy, 'criipto') {
  constructor(
    login: LoginService,
    exchanges: HttpExchanges,
    reporter: LoginReporter,
    private readonly options: ResolvedOptions,
    underway: InFlightLogins,
  ) {
    super({
      legs: new LoginLegs(login, options),
      reporter,
      underway,
      exchangeOf: (request) => exchanges.of(request, (request as { res?: unknown }).res),
    });
  }

  /**
   * Turns the user that logged in into the application's own; what it throws refuses the login.
   * By default what the option `mapUser` makes of it, else the `CriiptoUser` itself.
   */
  async validate(user: CriiptoUser): Promise<unknown> {
    return this.options.mapUser ? this.options.mapUser(user) : user;
  }
}
