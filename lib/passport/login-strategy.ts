import { promisify } from 'node:util';

import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { HttpExchange } from '../http/http-exchange.js';
import type { LoginReporter } from '../login/login-reporter.service.js';
import type { LoginRequest } from '../login/login.service.js';
import type { InFlightLogins } from '../login/in-flight-logins.service.js';
import { BaseStrategy } from './base-strategy.js';
import type { LoginLegs } from '../login/routes/login-endpoint.js';

/** What a guard may hand to the strategy for one request. */
export interface LoginStrategyOptions {
  /** The request and its response, where the adapter does not hang that on the request as Express does. */
  readonly exchange?: HttpExchange;
  /** What this login asks for. */
  readonly login?: LoginRequest;
}

export interface LoginStrategyParts {
  readonly legs: LoginLegs;
  readonly reporter: LoginReporter;
  readonly underway: InFlightLogins;
  /** On Express, which hangs the response on the request. */
  readonly exchangeOf: (request: unknown) => HttpExchange;
}

type Verify = (user: CriiptoUser, done: (error: unknown, user?: unknown) => void) => void;

/** Passport's side of a login: the first leg redirects, the second has a user. */
export class LoginStrategy extends BaseStrategy {
  /** The application's own user, by Nest's `validate`. */
  private readonly validated: (user: CriiptoUser) => Promise<unknown>;

  constructor(
    private readonly parts: LoginStrategyParts,
    verify: Verify,
  ) {
    super();
    this.validated = promisify(verify);
  }

  authenticate(request: unknown, options: LoginStrategyOptions = {}): void {
    const { underway } = this.parts;
    underway.add(this.run(request, options).catch((error: unknown) => this.refuse(error)));
  }

  private async run(request: unknown, options: LoginStrategyOptions): Promise<void> {
    const { legs, exchangeOf } = this.parts;
    const exchange = options.exchange ?? exchangeOf(request);
    if (!legs.isCallback(exchange)) {
      this.redirect(await legs.begin(exchange, options.login ?? {}));
      return;
    }
    const login = await legs.complete(exchange);
    const user = await this.validated(login.user);
    if (!user) throw new CriiptoAuthError('user_refused', 'The application knows no such user');
    // Making a session of it may still fail.
    await this.success(user, login);
    this.parts.reporter.completed(login.user);
  }

  private refuse(error: unknown): void {
    this.parts.reporter.refused(error);
    this.error(error);
  }
}
