import {
  Controller,
  ForbiddenException,
  Post,
  Req,
  Res,
  type Type,
  VERSION_NEUTRAL,
} from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { Cookies } from '../../http/cookies.js';
import { redirect } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isCrossSite } from '../../http/navigation.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import { LogoutService } from '../logout.service.js';

/** Ends the session. By POST from our own site only, or any page could log our users out. */
export function logoutController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLogoutController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly logoutService: LogoutService,
      private readonly options: ResolvedOptions,
    ) {}

    @Post(path)
    async logout(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.of(request, response);
      const { site } = this.options;
      if (isCrossSite(exchange, site.origin))
        throw new ForbiddenException('Logout is for our own pages only');
      redirect(exchange, await this.logoutService.begin(new Cookies(exchange, site)));
    }
  }
  return CriiptoLogoutController;
}
