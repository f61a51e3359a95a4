import {
  type CanActivate,
  type ExecutionContext,
  type HttpException,
  HttpStatus,
  Injectable,
} from '@nestjs/common';

import type { HttpExchange } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { JsonAnswerException } from '../../http/json-answer.exception.js';
import { isLookAhead, speaksJson } from '../../http/navigation.js';
import { NoContentException } from '../../http/no-content.exception.js';
import { RedirectionException } from '../../http/redirection.exception.js';
import { pageUrl } from '../../options/reading/site.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import type { CompletedLogin } from '../completed-login.js';
import type { LoginRequest } from '../login-request.js';
import { UserValidator } from '../user-validator.js';
import { LoginEndpoint } from './login-endpoint.js';

/** What Passport leaves on a request that logged in. */
export interface LoggedInRequest {
  user?: unknown;
  /** The login that was completed: its user and where the browser wanted to go. */
  authInfo?: CompletedLogin;
}

/**
 * Runs a login on routes of your own: the first visit is sent to the provider; when it comes back the session is
 * made, the handler runs, and `request.authInfo.returnTo` says where the user wanted to go. Who asks for JSON is
 * told where to go (`authorizationUrl`) instead of being sent there. After an age proof that `login.acrValues` does
 * not name there is no session, and the browser goes on to `returnTo`. `HEAD`, and a browser that fetches ahead of its
 * user, get 204. On Express and Fastify.
 *
 * @throws {CriiptoAuthError} what `LoginService#begin` and `#complete` throw, `login_cross_site`,
 *   `callback_malformed`, `user_refused`, and what `SessionService#create` throws, such as `user_too_large`.
 */
@Injectable()
export class CriiptoLoginGuard implements CanActivate {
  constructor(
    private readonly endpoint: LoginEndpoint,
    private readonly validator: UserValidator,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const exchange = this.exchanges.ofContext(context);
    if (!exchange) return false;
    if (isLookAhead(exchange)) throw new NoContentException(exchange);
    try {
      if (!this.endpoint.isCallback(exchange)) {
        const url = await this.endpoint.begin(exchange, this.loginRequest(context));
        throw sendToProvider(exchange, url);
      }
      const { user, login, isProof } = await this.endpoint.logIn(exchange, this.validator);
      if (isProof) throw goOn(exchange, login.returnTo, this.options);
      const request = context.switchToHttp().getRequest<LoggedInRequest>();
      request.user = user;
      request.authInfo = login;
      return true;
    } catch (thrown) {
      const path = await this.endpoint.pathAfter(thrown, exchange);
      if (path === undefined) throw thrown;
      throw goOn(exchange, path, this.options);
    }
  }

  /** What a login on this route asks for. Override it to ask for more; take nothing from the query but `returnTo`, and `eid` as `login.eids` allow it. */
  protected loginRequest(context: ExecutionContext): LoginRequest {
    const exchange = this.exchanges.ofContext(context);
    return exchange ? this.endpoint.requestOf(exchange) : {};
  }
}

/** Code that speaks JSON is told where it wanted to go, and goes there as it likes. */
function goOn(exchange: HttpExchange, path: string, { site }: ResolvedOptions): HttpException {
  return speaksJson(exchange)
    ? new JsonAnswerException(exchange, { returnTo: path })
    : new RedirectionException(exchange, pageUrl(site, path), HttpStatus.SEE_OTHER);
}

/** An application's own code would follow a redirect by itself, and get nowhere: it has to open a browser, or move its page. */
function sendToProvider(exchange: HttpExchange, url: string): HttpException {
  return speaksJson(exchange)
    ? new JsonAnswerException(exchange, { authorizationUrl: url })
    : new RedirectionException(exchange, url);
}
