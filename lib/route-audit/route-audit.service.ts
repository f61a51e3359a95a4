import { Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';

import { LOGGER_NAME } from '../common/logger-name.js';
import { processWide } from '../copies/process-wide.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import type { AuditOption } from '../options/sections/audit-option.js';
import { auditHandlers } from './audit-handlers.js';
import { handlersOfApplication } from './declared-handlers.provider.js';
import { routesTable } from './routes-table.js';

/** The applications whose log has it all, by whichever copy of this package. */
const TOLD = processWide('routes-told', () => new WeakSet<object>());

/** Looks at every handler of an application when it starts, and at what guards it. */
@Injectable()
export class RouteAudit {
  private readonly logger = new Logger(LOGGER_NAME);

  constructor(
    private readonly modules: ModulesContainer,
    private readonly application: ApplicationConfig,
    private readonly host: HttpAdapterHost,
  ) {}

  /** @throws {InvalidOptionsError} that lists everything that would be open and is not meant to be. */
  run(audit: AuditOption): void {
    if (audit === false) return;
    const handlers = handlersOfApplication(
      this.modules,
      this.application,
      // Without an adapter there are microservices, or a script that uses the services.
      Boolean(this.host.httpAdapter),
    );
    const { problems, warnings } = auditHandlers(handlers);
    if (audit === 'refuse' && problems.length > 0) throw new InvalidOptionsError(problems);
    if (TOLD.has(this.application)) return;
    TOLD.add(this.application);
    for (const text of [...problems, ...warnings]) this.logger.warn(text);
    this.logger.debug(`Routes:\n${routesTable(handlers)}`);
  }
}
