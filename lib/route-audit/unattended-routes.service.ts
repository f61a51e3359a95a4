import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';

import { Clock } from '../common/clock.js';
import { type ErrorAnswer, watchErrorAnswers } from '../common/error-answers.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { TokenBucket } from '../common/token-bucket.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { asRouted } from '../http/return-to.js';
import { requestPaths } from '../options/reading/site.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { skipThrottlers } from './throttlers.js';
import { UNATTENDED, UNATTENDED_NAMES, type UnattendedName } from './unattended-routes.js';

const LINES_AT_ONCE = 2;
const LOG_AGAIN_SECONDS = 60;
const ADVICE =
  'Something of the application stands before it, such as a guard, a middleware or a limit of requests: let it through there, a guard by `routesMetadata`';

/**
 * Looks after the routes that no person calls, where a refusal would show nowhere: a guard, a middleware or a limit
 * of the application's own refuses, and days later logins fail, or sessions outlive a logout.
 */
@Injectable()
export class UnattendedRoutes
  implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly logger = new Logger(LOGGER_NAME);
  /** One for each route, so that a refusal that anybody can bring about hides no other. */
  private readonly lines: ReadonlyMap<UnattendedName, TokenBucket>;
  private stop: (() => void) | undefined;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly events: AuthEvents,
    private readonly modules: ModulesContainer,
    private readonly host: HttpAdapterHost,
    clock: Clock,
  ) {
    this.lines = new Map(
      UNATTENDED_NAMES.map((name) => [
        name,
        new TokenBucket(clock, LINES_AT_ONCE, LOG_AGAIN_SECONDS),
      ]),
    );
  }

  /** Every module is made, and so is that of a throttler. */
  onModuleInit(): void {
    skipThrottlers([...this.modules.values()]);
  }

  onApplicationBootstrap(): void {
    this.stop = watchErrorAnswers((answer) => this.look(answer));
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  private look(answer: ErrorAnswer): void {
    const name = UNATTENDED_NAMES.find((each) => this.isRefusalAt(each, answer));
    if (name === undefined || !this.isOurs(answer)) return;
    const { method, status } = answer;
    this.events.emit('route.refused', { route: name, status });
    if (!this.lines.get(name)?.take()) return;
    const { path } = this.options.routes[name] ?? answer;
    const advice = status < 500 ? `. ${ADVICE}` : '';
    this.logger.warn(
      `${method} ${path} was answered with ${status}: ${UNATTENDED[name].loss}${advice}`,
    );
  }

  private isRefusalAt(name: UnattendedName, { method, path, status }: ErrorAnswer): boolean {
    const route = this.options.routes[name];
    const { methods, ownErrors } = UNATTENDED[name];
    if (!route || !methods.includes(method) || ownErrors.includes(status)) return false;
    const own = requestPaths(this.options.site, route.path);
    return own.some((each) => asRouted(each) === asRouted(path));
  }

  /** Others may listen in this process. Where an application is mounted within another, its own server does not. */
  private isOurs({ server }: ErrorAnswer): boolean {
    // Whatever adapter it is, this is Node's server, or one with its members.
    const own = this.host.httpAdapter?.getHttpServer() as { readonly listening?: boolean };
    return own === server || own?.listening !== true;
  }
}
