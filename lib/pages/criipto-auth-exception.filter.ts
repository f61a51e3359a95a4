import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { titleOf } from '../errors/error-titles.js';
import { pageFactsOf } from '../errors/page-facts.js';
import { UserRefusedError } from '../errors/user-refused.error.js';
import { type HttpExchange, sendJson } from '../http/http-exchange.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { isFramed, isSentForm, prefersHtml, speaksJson } from '../http/navigation.js';
import { absoluteUrl, pageUrl } from '../options/reading/site.js';
import { OptionsOfRequest } from './options-of-request.js';
import { pageTopicOf } from './page-topic.js';
import { refusedPage } from './refused-page.js';
import { RefusedPageException } from './refused-page.exception.js';
import { RETRY_AFTER_SECONDS } from './retry-after.js';
import { wayOnward } from './way-onward.js';

type Answered = CriiptoAuthError | RefusedPageException;

/** Answers a refusal: vague to the browser, with an id under which the log has the rest. */
@Catch(CriiptoAuthError, RefusedPageException)
export class CriiptoAuthExceptionFilter implements ExceptionFilter<Answered> {
  constructor(
    private readonly exchanges: HttpExchanges,
    private readonly options: OptionsOfRequest,
  ) {}

  catch(error: Answered, host: ArgumentsHost): unknown {
    // To a microservice, what a filter returns is the result, unless it is a stream that fails.
    if (host.getType() === 'rpc') return throwError(() => error);
    // GraphQL makes an answer of the error itself.
    if (host.getType() !== 'http') return error;
    const http = host.switchToHttp();
    const exchange = this.exchanges.of(http.getRequest(), http.getResponse());
    if (error instanceof RefusedPageException || isRefusedOnTheWay(error, exchange)) {
      const { site } = this.options.of(exchange);
      const page = refusedPage(exchange, site);
      return this.options.pagesOf(exchange).send(exchange, { ...page, status: error.getStatus() });
    }
    if (error.status === 503) exchange.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    return prefersHtml(exchange) ? this.sendPage(error, exchange) : this.sendJson(error, exchange);
  }

  private sendPage(error: CriiptoAuthError, exchange: HttpExchange): void {
    const options = this.options.of(exchange);
    const onward = wayOnward(error, exchange, options.routes);
    const { years, uiLocales } = pageFactsOf(error);
    this.options.pagesOf(exchange).send(exchange, {
      years,
      uiLocales,
      topic: pageTopicOf(error),
      status: isBenign(error) ? 200 : error.status,
      code: error.code,
      reference: `${error.correlationId}${messageCodeOf(error)}`,
      links: [...onward, { path: '/', label: 'home' } as const].map(({ path, label }) => ({
        href: hrefOf(path, options),
        label,
      })),
    });
  }

  private sendJson(error: CriiptoAuthError, exchange: HttpExchange): void {
    sendJson(exchange, error.status, {
      statusCode: error.status,
      message: titleOf(error.code),
      // An application's own code has to tell the user what to do next.
      ...(speaksJson(exchange) ? { code: error.code } : {}),
      correlationId: error.correlationId,
      ...(error instanceof UserRefusedError ? { messageCode: error.messageCode } : {}),
    });
  }
}

/** The login route stands below `baseUrl`, also where its own path begins as that of `baseUrl` does. */
function hrefOf(path: string, { site, routes }: ReturnType<OptionsOfRequest['of']>): string {
  const isLogin = routes.login?.path === path.split('?', 1)[0];
  return isLogin ? absoluteUrl(site, path) : pageUrl(site, path);
}

/** A login that was to begin in a frame, or with what a form has sent, is refused as a guarded page is there. */
function isRefusedOnTheWay({ code }: CriiptoAuthError, exchange: HttpExchange): boolean {
  if (code === 'company_required') return isFramed(exchange) || isSentForm(exchange);
  return code === 'login_cross_site' && isFramed(exchange);
}

/** A phone that switches back from the eID app may come by without anything; the login goes on elsewhere. */
function isBenign({ code }: CriiptoAuthError): boolean {
  return code === 'callback_empty';
}

function messageCodeOf(error: CriiptoAuthError): string {
  return error instanceof UserRefusedError ? ` (${error.messageCode})` : '';
}
