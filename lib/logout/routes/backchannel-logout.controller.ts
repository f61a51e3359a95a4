import { All, Controller, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { forbidCaching, sendJson } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { RETRY_AFTER_SECONDS } from '../../pages/retry-after.js';
import { BackchannelLogoutService } from '../backchannel-logout.service.js';

/** Where the provider tells of logouts. No browser comes here: what proves the caller is its signature. */
export function backchannelLogoutController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoBackchannelLogoutController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly logouts: BackchannelLogoutService,
    ) {}

    @All(path)
    async logout(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.of(request, response);
      forbidCaching(exchange);
      if (exchange.method !== 'POST') {
        exchange.setHeader('Allow', 'POST');
        return exchange.send(405);
      }
      try {
        await this.logouts.receive(exchange);
      } catch (error) {
        if (!(error instanceof CriiptoAuthError)) throw error;
        if (error.status === 503) exchange.setHeader('Retry-After', RETRY_AFTER_SECONDS);
        return sendJson(exchange, error.status, { error: oauthErrorOf(error) });
      }
      exchange.send(200);
    }
  }
  return CriiptoBackchannelLogoutController;
}

/** OpenID Connect Back-Channel Logout section 2.8, in the words of RFC 6749. */
function oauthErrorOf({ status, retryable }: CriiptoAuthError): string {
  if (status < 500) return 'invalid_request';
  return retryable ? 'temporarily_unavailable' : 'server_error';
}
