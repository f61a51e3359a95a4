import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { Cookies } from '../../http/cookies.js';
import { type HttpExchange, keepPrivate, pathOf, queryOf } from '../../http/http-exchange.js';
import { isEmbedded, isSameOrigin, postsJson, speaksJson } from '../../http/navigation.js';
import { isCallback } from '../../oidc/authorization/authorization-response.js';
import type { CompletedLogin, LoginRequest, LoginService } from '../login.service.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';

/** The two legs of a login as one HTTP exchange each. */
export class LoginLegs {
  constructor(
    private readonly login: LoginService,
    private readonly options: ResolvedOptions,
  ) {}

  /** Whether the browser comes back from the provider, even if it comes with nothing. */
  isCallback(exchange: HttpExchange): boolean {
    const { path } = this.options.routes.callback;
    return pathOf(exchange).endsWith(path) || isCallback(queryOf(exchange));
  }

  /** Any page could have its visitors fetch the login, and so crowd out the one that they have under way. */
  async begin(exchange: HttpExchange, request: LoginRequest): Promise<string> {
    keepPrivate(exchange);
    if (this.isForeign(exchange)) {
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

  /** A page of another origin could not read the answer, but the login would be there. */
  private isForeign(exchange: HttpExchange): boolean {
    if (!speaksJson(exchange)) return isEmbedded(exchange);
    return !isSameOrigin(exchange, this.options.site.origin);
  }

  /** From where the response mode that was asked for puts them, or as JSON from our own application, and from nowhere else. */
  private parameters(exchange: HttpExchange): URLSearchParams | Promise<URLSearchParams> {
    if (this.options.login.appCallback && postsJson(exchange)) return this.postedByApp(exchange);
    const method = this.options.login.responseMode === 'form_post' ? 'POST' : 'GET';
    if (exchange.method !== method && !isOfNoLogin(exchange)) {
      throw new CriiptoAuthError(
        'callback_malformed',
        `The callback came by ${exchange.method}, not by ${method}`,
      );
    }
    return exchange.method === 'POST' ? exchange.form() : queryOf(exchange);
  }

  private postedByApp(exchange: HttpExchange): Promise<URLSearchParams> {
    if (isSameOrigin(exchange, this.options.site.origin)) return exchange.form();
    throw new CriiptoAuthError('login_cross_site', 'A page of another site posted a callback');
  }

  private cookies(exchange: HttpExchange): Cookies {
    return new Cookies(exchange, this.options.site);
  }
}

/**
 * Nothing of a login under way, by whatever method its callback comes: a phone that switches back from the eID
 * app opens the bare address, and a provider that has forgotten a pushed request knows no response mode.
 */
function isOfNoLogin(exchange: HttpExchange): boolean {
  const query = queryOf(exchange);
  return exchange.method === 'GET' && !query.has('code') && !query.has('state');
}
