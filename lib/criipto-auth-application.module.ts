import { Module } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

import { ClientRegistry } from './clients/client-registry.service.js';
import { HttpExchanges } from './http/http-exchange.provider.js';
import { CriiptoAuthExceptionFilter } from './pages/criipto-auth-exception.filter.js';
import { OptionsOfRequest } from './pages/options-of-request.js';

/** What an application has once, however many clients it has. Every `forRoot()` imports it. */
@Module({
  providers: [
    CriiptoAuthExceptionFilter,
    ClientRegistry,
    HttpExchanges,
    { provide: OptionsOfRequest, useExisting: ClientRegistry },
  ],
  exports: [ClientRegistry, HttpExchanges],
})
export class CriiptoAuthApplicationModule {
  /**
   * The last filter that is asked is the one that was there first. Nest adds those of `APP_FILTER` and
   * `useGlobalFilters()` when every module is made.
   */
  constructor(application: ApplicationConfig, filter: CriiptoAuthExceptionFilter) {
    application.useGlobalFilters(filter);
  }
}
