import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { Cookies } from '../http/cookies.js';
import { type HttpExchange, keepPrivate, queryOf } from '../http/http-exchange.js';
import { isEmbedded } from '../http/navigation.js';
import { isCallback } from '../login/callback-parameters.js';
import type { CompletedLogin, LoginRequest, LoginService } from '../login/login.service.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** The two legs of a login as one HTTP exchange each. */
export class LoginLegs {
  constructor(
    private readonly login: LoginService,
    private readonly options: ResolvedOptions,
  ) {}

  /** Whether the browser comes back from the provider, even if it comes with nothing. */
  isCallback(exchange: HttpExchange): boolean {
    const path = exchange.url.replace(/\?.*$/s, '');
    return path.endsWith(this.options.routes.callback.path) || isCallback(queryOf(exchange));
  }

  /** Any page could have its visitors fetch the login, and so crowd out the one that they have under way. */
  async begin(exchange: HttpExchange, request: LoginRequest): Promise<string> {
    keepPrivate(exchange);
    if (isEmbedded(exchange)) {
      throw new CriiptoAuthError(
        'login_cross_site',
        'A page of another site asked for a login that nobody went to',
      );
    }
    return this.login.begin(this.cookies(exchange), request);
  }

  async complete(exchange: HttpExchange): Promise<CompletedLogin> {
    keepPrivate(exchange);
    return this.login.complete(this.cookies(exchange), await this.parameters(exchange));
  }

  /** From where the response mode that was asked for puts them, and from nowhere else. */
  private async parameters(exchange: HttpExchange): Promise<URLSearchParams> {
    const method = this.options.login.responseMode === 'form_post' ? 'POST' : 'GET';
    if (exchange.method !== method) {
      throw new CriiptoAuthError(
        'callback_malformed',
        `The callback came by ${exchange.method}, not by ${method}`,
      );
    }
    return method === 'POST' ? exchange.form() : queryOf(exchange);
  }

  private cookies(exchange: HttpExchange): Cookies {
    return new Cookies(exchange, this.options.site);
  }
}
