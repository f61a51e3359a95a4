import { Controller, Get, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { Cookies } from '../../http/cookies.js';
import { queryOf, redirect, sendNothing } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isLookAhead } from '../../http/navigation.js';
import { absoluteUrl, pageUrl } from '../../options/reading/site.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import { PageSender } from '../../pages/page-sender.js';
import { LogoutService } from '../logout.service.js';

/** Where the provider sends the browser after logout. Does nothing but say so, whatever it is called with. */
export function loggedOutController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLoggedOutController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly logoutService: LogoutService,
      private readonly options: ResolvedOptions,
      private readonly pages: PageSender,
    ) {}

    @Get(path)
    loggedOut(@Req() request: unknown, @Res() response: unknown): void {
      const exchange = this.exchanges.of(request, response);
      if (isLookAhead(exchange)) return sendNothing(exchange);
      const { site, logout } = this.options;
      const state = queryOf(exchange).get('state');
      const isOurs = this.logoutService.finish(new Cookies(exchange, site), state);
      if (isOurs && logout.returnTo !== undefined)
        return redirect(exchange, pageUrl(site, logout.returnTo));
      this.pages.send(exchange, {
        topic: 'logged_out',
        status: 200,
        links: [{ href: absoluteUrl(site, '/'), label: 'home' }],
      });
    }
  }
  return CriiptoLoggedOutController;
}
