import {
  type CanActivate,
  type ExecutionContext,
  HttpException,
  HttpStatus,
  Injectable,
} from '@nestjs/common';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { SilentLoginError } from '../../errors/silent-login.error.js';
import { Cookies } from '../../http/cookies.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { type HttpExchange, queryOf } from '../../http/http-exchange.js';
import { JsonAnswerException } from '../../http/json-answer.exception.js';
import { speaksJson } from '../../http/navigation.js';
import { RedirectionException } from '../../http/redirection.exception.js';
import type { CompletedLogin, LoginRequest } from '../login.service.js';
import { absoluteUrl, ResolvedOptions } from '../../options/resolved-options.js';
import { CriiptoStrategy } from '../../passport/criipto.strategy.js';
import { SessionService } from '../../session/session.service.js';

/** What Passport leaves on a request that logged in. */
export interface LoggedInRequest {
  user?: unknown;
  /** The login that was completed: its user and where the browser wanted to go. */
  authInfo?: CompletedLogin;
}

interface StrategyOutcome {
  readonly user: unknown;
  readonly login: CompletedLogin;
}

/** What a strategy does with each outcome. */
interface StrategyActions {
  success(user: unknown, login: CompletedLogin): Promise<void>;
  redirect(url: string): void;
  error(error: unknown): void;
}

/** Errors of a callback that came twice or too late: no news to a user who is in already. */
const STALE_CALLBACK: readonly string[] = [
  'login_unknown',
  'login_already_used',
  'login_expired',
  'callback_empty',
];

/**
 * Runs the strategy on a route: the first visit is sent to the provider; when it comes back the session is
 * made, the handler runs, and `request.authInfo.returnTo` says where the user wanted to go. Who asks for JSON is
 * told where to go (`authorizationUrl`) instead of being sent there. On Express and Fastify.
 *
 * @throws {CriiptoAuthError} what `LoginService#begin` and `#complete` throw, `login_cross_site`,
 *   `callback_malformed`, `user_refused`, and what `SessionService#create` throws, such as `user_too_large`.
 */
@Injectable()
export class CriiptoLoginGuard implements CanActivate {
  constructor(
    private readonly strategy: CriiptoStrategy,
    /** @internal */
    protected readonly exchanges: HttpExchanges,
    private readonly sessions: SessionService,
    private readonly options: ResolvedOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return false;
    const request = context.switchToHttp().getRequest<LoggedInRequest>();
    const exchange = this.exchangeOf(context);
    const outcome = await this.authenticate(exchange, request, context).catch((error: unknown) =>
      this.elsewhere(error, exchange),
    );
    if (outcome instanceof HttpException) throw outcome;
    request.user = outcome.user;
    request.authInfo = outcome.login;
    return true;
  }

  /** What a login on this route asks for. Override it to ask for more; take nothing from the query but `returnTo`. */
  protected loginRequest(context: ExecutionContext): LoginRequest {
    const returnTo = queryOf(this.exchangeOf(context)).getAll('returnTo');
    return returnTo.length === 1 && returnTo[0] !== undefined ? { returnTo: returnTo[0] } : {};
  }

  /**
   * How the guard sees a request and its response.
   *
   * @internal
   */
  protected exchangeOf(context: ExecutionContext): HttpExchange {
    const http = context.switchToHttp();
    return this.exchanges.of(http.getRequest(), http.getResponse());
  }

  /**
   * Passport's own protocol: a strategy runs as a copy that is told what to do with each outcome; the way to the
   * provider is one of them. Done here and not by Passport's middleware, which knows neither Fastify nor two
   * applications in one process.
   */
  private authenticate(
    exchange: HttpExchange,
    request: unknown,
    context: ExecutionContext,
  ): Promise<StrategyOutcome | HttpException> {
    return new Promise((resolve, reject) => {
      const actions: StrategyActions = {
        success: async (user, login) => {
          await this.sessions.create(this.cookies(exchange), login.user, user, login.tokens);
          resolve({ user, login });
        },
        redirect: (url) => resolve(wayToProvider(exchange, url)),
        error: reject,
      };
      const run = Object.assign<CriiptoStrategy, StrategyActions>(
        Object.create(this.strategy) as CriiptoStrategy, // all of it, and what is added
        actions,
      );
      run.authenticate(request, {
        exchange,
        login: this.loginRequest(context),
      });
    });
  }

  private async elsewhere(error: unknown, exchange: HttpExchange): Promise<never> {
    // Who speaks JSON goes on as it likes.
    if (!(error instanceof CriiptoAuthError) || speaksJson(exchange)) throw error;
    const path = await this.wayOn(error, exchange);
    if (path === undefined) throw error;
    const url = absoluteUrl(this.options.site, path);
    throw new RedirectionException(exchange, url, HttpStatus.SEE_OTHER);
  }

  /** Where a browser goes on whose login did not end in one, and needs no page that says so. */
  private async wayOn(
    error: CriiptoAuthError,
    exchange: HttpExchange,
  ): Promise<string | undefined> {
    const { cancelledPath, defaultReturnTo } = this.options.login;
    if (error.code === 'login_cancelled') return cancelledPath;
    if (error instanceof SilentLoginError) return error.returnTo;
    if (!STALE_CALLBACK.includes(error.code)) return undefined;
    const session = await this.sessions.read(this.cookies(exchange));
    return session && defaultReturnTo;
  }

  private cookies(exchange: HttpExchange): Cookies {
    return new Cookies(exchange, this.options.site);
  }
}

/** An application's own code would follow a redirect by itself, and get nowhere: it has to open a browser, or move its page. */
function wayToProvider(exchange: HttpExchange, url: string): HttpException {
  return speaksJson(exchange)
    ? new JsonAnswerException(exchange, { authorizationUrl: url })
    : new RedirectionException(exchange, url);
}
