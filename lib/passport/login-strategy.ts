import type { CriiptoUser } from '../eid/user/criipto-user.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { isLookAhead } from '../http/navigation.js';
import { NoContentException } from '../http/no-content.exception.js';
import type { CompletedLogin } from '../login/completed-login.js';
import type { LoginReporter } from '../login/login-reporter.service.js';
import type { LoginRequest } from '../login/login-request.js';
import type { LoggedInRequest } from '../login/routes/criipto-login.guard.js';
import type { AuthenticatedUser, LoginEndpoint } from '../login/routes/login-endpoint.js';
import type { UserValidator } from '../login/user-validator.js';
import { BaseStrategy } from './base-strategy.js';

/** What `getAuthenticateOptions()` of a guard may hand to the strategy for one request. */
export interface LoginStrategyOptions {
  /** What this login asks for. */
  readonly login?: LoginRequest;
}

export interface LoginStrategyParts {
  readonly endpoint: LoginEndpoint;
  readonly reporter: LoginReporter;
  /** On Express, which hangs the response on the request. */
  readonly exchangeOf: (request: unknown) => HttpExchange;
}

const SEE_OTHER = 303;

/** Passport's way to ask for the application's own user. Nest calls `validate` in it. */
type Verify = (user: CriiptoUser, done: (error: unknown, user?: unknown) => void) => void;

/** A login in Passport's words: the way to the provider redirects, the way back succeeds with a user. */
export class LoginStrategy extends BaseStrategy {
  private readonly validator: UserValidator;
  private readonly completed = new WeakSet<CompletedLogin>();

  constructor(
    private readonly parts: LoginStrategyParts,
    verify: Verify,
  ) {
    super();
    this.validator = { validate: (user) => verified(verify, user) };
  }

  authenticate(request: unknown, options: LoginStrategyOptions = {}): void {
    this.run(request, options).catch((error: unknown) => this.error(error));
  }

  private async run(request: unknown, options: LoginStrategyOptions): Promise<void> {
    const { endpoint, reporter, exchangeOf } = this.parts;
    const exchange = exchangeOf(request);
    if (isLookAhead(exchange)) throw new NoContentException(exchange);
    if (!endpoint.isCallback(exchange)) {
      this.redirect(await endpoint.begin(exchange, options.login ?? {}));
      return;
    }
    const authenticated = await this.authenticated(exchange, isKnown(request));
    if (typeof authenticated === 'string') {
      this.redirect(endpoint.urlOf(authenticated), SEE_OTHER);
      return;
    }
    const { user, login, isProof } = authenticated;
    if (isProof) this.redirect(endpoint.urlOf(login.returnTo));
    else this.success(user, login);
    // One that came twice at once is one login.
    if (this.completed.has(login)) return;
    this.completed.add(login);
    reporter.completed(login.user);
  }

  /** Who logged in, or the path where the browser goes on after a callback that came twice or too late. */
  private async authenticated(
    exchange: HttpExchange,
    isIn: boolean,
  ): Promise<AuthenticatedUser | string> {
    const { endpoint } = this.parts;
    try {
      return await endpoint.authenticate(exchange, this.validator);
    } catch (error) {
      const onward = await endpoint.pathAfterStale(error, exchange, isIn);
      if (onward === undefined) throw error;
      return onward;
    }
  }
}

/** Whether Passport's session knows the user. */
function isKnown(request: unknown): boolean {
  return Boolean((request as LoggedInRequest).user); // whatever Passport runs on has it there
}

function verified(verify: Verify, user: CriiptoUser): Promise<unknown> {
  return new Promise((resolve, reject) => {
    verify(user, (error, validated) => {
      if (error)
        reject(error); // whatever `validate` threw
      else resolve(validated);
    });
  });
}
