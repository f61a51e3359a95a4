import { Controller, Get, HttpStatus, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { redirect, sendJson, sendNothing } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isLookAhead, speaksJson } from '../../http/navigation.js';
import { LoginEndpoint } from './login-endpoint.js';

/** Starts a login: sends the browser to the provider. Who asks for JSON is told where to go, and opens a browser there. */
export function loginController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLoginController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly endpoint: LoginEndpoint,
    ) {}

    @Get(path)
    async login(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.ofOwnRoute(request, response);
      if (isLookAhead(exchange)) return sendNothing(exchange);
      const url = await this.endpoint.begin(exchange, this.endpoint.requestOf(exchange));
      if (speaksJson(exchange)) sendJson(exchange, 200, { authorizationUrl: url });
      else redirect(exchange, url, HttpStatus.FOUND);
    }
  }
  return CriiptoLoginController;
}
