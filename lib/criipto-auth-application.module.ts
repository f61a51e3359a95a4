import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

import { ClientRegistry } from './clients/client-registry.service.js';
import { LOGGER_NAME } from './common/logger-name.js';
import { otherCopiesWarning } from './copies/package-copies.js';
import { HttpExchanges } from './http/http-exchange.provider.js';
import { CriiptoAuthExceptionFilter } from './pages/criipto-auth-exception.filter.js';
import { OptionsOfRequest } from './pages/options-of-request.js';
import { RouteAudit } from './route-audit/route-audit.service.js';

/** What an application has once, however many clients it has. Every `forRoot()` imports it. */
@Module({
  providers: [
    CriiptoAuthExceptionFilter,
    ClientRegistry,
    HttpExchanges,
    RouteAudit,
    { provide: OptionsOfRequest, useExisting: ClientRegistry },
  ],
  exports: [ClientRegistry, HttpExchanges, RouteAudit],
})
export class CriiptoAuthApplicationModule implements OnModuleInit {
  /**
   * The last filter that is asked is the one that was there first. Nest adds those of `APP_FILTER` and
   * `useGlobalFilters()` when every module is made.
   */
  constructor(
    private readonly application: ApplicationConfig,
    filter: CriiptoAuthExceptionFilter,
  ) {
    application.useGlobalFilters(filter);
  }

  onModuleInit(): void {
    const otherCopies = otherCopiesWarning(this.application);
    if (otherCopies !== undefined) new Logger(LOGGER_NAME).warn(otherCopies);
  }
}
