import {
  Controller,
  Get,
  Post,
  Req,
  Res,
  type Type,
  UseFilters,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import type { LoggedInRequest } from './criipto-login.guard.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { redirect, sendJson } from '../../http/http-exchange.js';
import { speaksJson } from '../../http/navigation.js';
import { absoluteUrl, ResolvedOptions } from '../../options/resolved-options.js';
import { LoginRouteGuard } from './login-route.guard.js';
import { RedirectionFilter } from './redirection.filter.js';

/** The redirect URI. The guard completes the login; what is left is to send the browser, or to tell the application, where it wanted to go. */
export function callbackController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  @UseFilters(RedirectionFilter)
  class CriiptoCallbackController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly options: ResolvedOptions,
    ) {}

    @Get(path)
    @UseGuards(LoginRouteGuard)
    query(@Req() request: LoggedInRequest, @Res() response: unknown): void {
      this.sendBack(request, response);
    }

    @Post(path)
    @UseGuards(LoginRouteGuard)
    post(@Req() request: LoggedInRequest, @Res() response: unknown): void {
      this.sendBack(request, response);
    }

    private sendBack(request: LoggedInRequest, response: unknown): void {
      const returnTo = request.authInfo?.returnTo ?? this.options.login.defaultReturnTo;
      const exchange = this.exchanges.of(request, response);
      if (speaksJson(exchange)) sendJson(exchange, 200, { returnTo });
      else redirect(exchange, absoluteUrl(this.options.site, returnTo));
    }
  }
  return CriiptoCallbackController;
}
