import { Controller, Logger, Post, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { Clock } from '../../common/clock.js';
import { LOGGER_NAME } from '../../common/logger-name.js';
import { Cookies } from '../../http/cookies.js';
import { redirect, sendJson } from '../../http/http-exchange.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { isSameOrigin, speaksJson } from '../../http/navigation.js';
import { absoluteUrl } from '../../options/reading/site.js';
import { ResolvedOptions } from '../../options/resolved-options.js';
import { PageSender } from '../../pages/page-sender.js';
import { LogoutService } from '../logout.service.js';
import { LogoutQuestion } from './logout-question.js';

/**
 * Ends the session. By POST from our own pages only, or any page could log our users out. Who asks for JSON is told
 * where the logout goes on, and takes the browser there.
 */
export function logoutController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLogoutController {
    private readonly question: LogoutQuestion;

    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly logoutService: LogoutService,
      private readonly options: ResolvedOptions,
      clock: Clock,
      pages: PageSender,
    ) {
      const logger = new Logger(LOGGER_NAME);
      this.question = new LogoutQuestion(options, clock, pages, (problem) => logger.error(problem));
    }

    @Post(path)
    async logout(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.of(request, response);
      const { site } = this.options;
      const cookies = new Cookies(exchange, site);
      const isOurs = isSameOrigin(exchange, site.origin);
      if (!isOurs && !(await this.question.isAnswered(exchange, cookies)))
        return this.question.ask(exchange, cookies, absoluteUrl(site, path));
      const logoutUrl = await this.logoutService.begin(cookies);
      if (speaksJson(exchange)) sendJson(exchange, 200, { logoutUrl });
      else redirect(exchange, logoutUrl);
    }
  }
  return CriiptoLogoutController;
}
