import { Controller, Get, Post, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import {
  type HttpExchange,
  keepPrivate,
  redirect,
  sendJson,
  sendNothing,
} from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isLookAhead, speaksJson } from '../../http/navigation.js';
import { pageUrl } from '../../options/reading/site.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import { UserValidator } from '../user-validator.js';
import type { LoggedInRequest } from './criipto-login.guard.js';
import { LoginEndpoint } from './login-endpoint.js';

/** The redirect URI: completes the login, and sends the browser, or tells the application, where it wanted to go. */
export function callbackController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoCallbackController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly endpoint: LoginEndpoint,
      private readonly validator: UserValidator,
      private readonly options: ResolvedOptions,
    ) {}

    @Get(path)
    query(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      return this.answer(this.exchanges.ofOwnRoute(request, response));
    }

    @Post(path)
    post(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      return this.answer(this.exchanges.ofOwnRoute(request, response));
    }

    private async answer(exchange: HttpExchange): Promise<void> {
      if (isLookAhead(exchange)) return sendNothing(exchange);
      const returnTo = await pathAfterLogin(exchange, this.endpoint, this.validator);
      if (speaksJson(exchange)) sendJson(exchange, 200, { returnTo });
      else redirect(exchange, pageUrl(this.options.site, returnTo));
    }
  }
  return CriiptoCallbackController;
}

/** Beside a callback of the application's own: where a late one by form is sent on to, to bring the cookies that it has. */
export function lateCallbackController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLateCallbackController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly endpoint: LoginEndpoint,
      private readonly options: ResolvedOptions,
    ) {}

    @Get(path)
    async late(@Req() request: LoggedInRequest, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.ofOwnRoute(request, response);
      if (isLookAhead(exchange)) return sendNothing(exchange);
      keepPrivate(exchange);
      const error = this.endpoint.recall(exchange);
      // Passport's session may know the user, where ours does not.
      const onward = await this.endpoint.pathAfterStale(error, exchange, Boolean(request.user));
      if (onward === undefined) throw error;
      redirect(exchange, pageUrl(this.options.site, onward));
    }
  }
  return CriiptoLateCallbackController;
}

/** Where the browser goes now, logged in or not. */
async function pathAfterLogin(
  exchange: HttpExchange,
  endpoint: LoginEndpoint,
  validator: UserValidator,
): Promise<string> {
  try {
    const { login } = await endpoint.logIn(exchange, validator);
    return login.returnTo;
  } catch (error) {
    const onward = await endpoint.pathAfter(error, exchange);
    if (onward === undefined) throw error;
    return onward;
  }
}
