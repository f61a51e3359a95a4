import { type ExecutionContext, Injectable } from '@nestjs/common';

import { CriiptoLoginGuard } from './criipto-login.guard.js';
import type { HttpExchange } from '../../http/http-exchange.js';

/** The guard on the routes of our own: nobody but us answers behind it. */
@Injectable()
export class LoginRouteGuard extends CriiptoLoginGuard {
  protected override exchangeOf(context: ExecutionContext): HttpExchange {
    const http = context.switchToHttp();
    return this.exchanges.ofOwnRoute(http.getRequest(), http.getResponse());
  }
}
