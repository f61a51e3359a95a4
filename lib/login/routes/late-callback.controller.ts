import { Controller, Get, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { keepPrivate, redirect, sendNothing } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isLookAhead } from '../../http/navigation.js';
import { pageUrl } from '../../options/reading/site.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import type { LoggedInRequest } from './criipto-login.guard.js';
import { LoginEndpoint } from './login-endpoint.js';

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
