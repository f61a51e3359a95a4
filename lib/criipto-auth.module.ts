import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationShutdown,
  type NestModule,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';

import { jwksController } from './client-assertion/jwks.controller.js';
import { ClientRegistry } from './clients/client-registry.service.js';
import { isJsonObject } from './common/json.js';
import { LOGGER_NAME } from './common/logger-name.js';
import { CriiptoAuthApplicationModule } from './criipto-auth-application.module.js';
import {
  type ASYNC_OPTIONS_TYPE,
  ConfigurableModuleClass,
  type CriiptoAuthModuleExtras,
  type OPTIONS_TYPE,
} from './criipto-auth.module-definition.js';
import {
  criiptoAuthProviders,
  GLOBAL_GUARD,
  PUBLIC_PROVIDERS,
  WITHOUT_OPTIONS,
} from './criipto-auth.provider.js';
import { acrTypos } from './eid/assurance/acr-typos.js';
import { InvalidOptionsError } from './errors/options.error.js';
import { HttpClient } from './http-client/http-client.js';
import { routedPaths } from './http/return-to.js';
import { bringUnparsed } from './http/unparsed-bodies.js';
import { callbackController, lateCallbackController } from './login/routes/callback.controller.js';
import { loginController } from './login/routes/login.controller.js';
import { backchannelLogoutController } from './logout/routes/backchannel-logout.controller.js';
import { loggedOutController } from './logout/routes/logged-out.controller.js';
import { logoutController } from './logout/routes/logout.controller.js';
import { shapeBesideFactoryProblems, shapeProblems } from './options/module-shape.js';
import { namedPaths } from './options/own-paths.js';
import { ResolvedOptions } from './options/resolved-options.js';
import {
  lateCallbackPath,
  resolveRoutes,
  type RouteName,
  type Routes,
} from './options/sections/routes-options.js';
import { alsoBelow, movedTo } from './own-routes.js';
import { PageSender } from './pages/page-sender.js';
import { RouteAudit } from './route-audit/route-audit.service.js';
import { IS_UNLIMITED } from './route-audit/throttlers.js';
import { carryMetadata } from './routes-metadata.js';

const CONTROLLERS: Readonly<Record<RouteName, (path: string) => Type>> = {
  login: loginController,
  callback: callbackController,
  logout: logoutController,
  loggedOut: loggedOutController,
  backchannelLogout: backchannelLogoutController,
  jwks: jwksController,
};

/**
 * Logs users in with their eID through Criipto Verify (or any OpenID provider), proving the application by
 * private_key_jwt. Mounts the routes of login, callback, logout and JWKS, and provides guards and services.
 */
@Module({
  imports: [CriiptoAuthApplicationModule],
  providers: [...WITHOUT_OPTIONS],
  exports: [CriiptoAuthApplicationModule, ...PUBLIC_PROVIDERS],
})
export class CriiptoAuthModule
  extends ConfigurableModuleClass
  implements NestModule, OnModuleInit, OnApplicationShutdown
{
  @Inject(ResolvedOptions)
  private readonly options!: ResolvedOptions; // set by Nest before any hook runs
  @Inject(HttpClient)
  private readonly http!: HttpClient;
  @Inject(ClientRegistry)
  private readonly clients!: ClientRegistry;
  @Inject(PageSender)
  private readonly pages!: PageSender;
  @Inject(ModulesContainer)
  private readonly modules!: ModulesContainer;
  @Inject(RouteAudit)
  private readonly routeAudit!: RouteAudit;
  @Inject(HttpAdapterHost)
  private readonly adapterHost!: HttpAdapterHost;

  /**
   * With options at hand.
   *
   * @throws {InvalidOptionsError} at start-up, listing every problem.
   */
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    return assemble(super.forRoot(options), options, shapeProblems(options));
  }

  /**
   * With options that a factory makes (`useFactory`, `useClass`, `useExisting`). What shapes the module
   * graph (`isGlobal`, `globalGuard`, `routes`, `routesMetadata`, `imports`, `providers`) stands beside the factory.
   *
   * @throws {InvalidOptionsError} at start-up, listing every problem.
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return assemble(super.forRootAsync(options), options, shapeBesideFactoryProblems(options));
  }

  /**
   * No middleware: this is the one hook that runs before the application registers its routes.
   *
   * @throws {InvalidOptionsError} when `RouterModule` moves our routes, or another client is at one of them.
   */
  configure(): void {
    this.stayWhereTheProviderKnowsThem();
    this.clients.add(this.options, this.pages);
    this.answerBelowBasePath();
    bringUnparsed(this.adapterHost.httpAdapter, routedPaths(namedPaths(this.options)));
  }

  /** Every module is made, and `useGlobalGuards()` has run. */
  onModuleInit(): void {
    const { audit, http, login, site } = this.options;
    this.routeAudit.run(audit);
    const logger = new Logger(LOGGER_NAME);
    for (const typo of acrTypos('`login.acrValues`', login.acrValues)) logger.warn(typo);
    if (http.allowInsecureLoopback)
      logger.warn(
        'http.allowInsecureLoopback is on: plain http is accepted on this machine. For development only',
      );
    if (login.responseMode === 'form_post' && !site.secure)
      logger.warn(
        "login.responseMode is 'form_post' and baseUrl is plain http: no login can end in Safari and other browsers of WebKit, which drop the Secure cookie that this mode takes. Write https, or leave it at 'query'",
      );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
    const { transaction, session } = this.options;
    for (const store of new Set([transaction.store, session.store])) await store?.close?.();
  }

  private stayWhereTheProviderKnowsThem(): void {
    const path = movedTo(this.constructor, this.modules.applicationId);
    if (path === undefined) return;
    throw new InvalidOptionsError([
      `RouterModule moves the routes of CriiptoAuthModule below ${path}, and the provider knows their URLs as they are: take CriiptoAuthModule out of RouterModule.register(), and write other paths into \`routes\``,
    ]);
  }

  private answerBelowBasePath(): void {
    const own = [...this.modules.values()].find(({ instance }) => instance === this);
    const controllers = [...(own?.controllers.values() ?? [])];
    alsoBelow(
      this.options.site.basePath,
      controllers.flatMap(({ metatype }) => metatype ?? []),
    );
  }
}

function assemble(
  definition: DynamicModule,
  extras: CriiptoAuthModuleExtras,
  problems: readonly string[],
): DynamicModule {
  const routes = isJsonObject(extras.routes) ? extras.routes : {};
  const controllers = controllersOf(resolveRoutes(routes));
  const metadataProblems = carryMetadata(controllers, extras.routesMetadata);
  return {
    ...definition,
    global: extras.isGlobal ?? true,
    imports: [...new Set([...(definition.imports ?? []), ...(extras.imports ?? [])])],
    controllers,
    providers: [
      ...(definition.providers ?? []),
      ...criiptoAuthProviders(routes, [...problems, ...metadataProblems]),
      ...(extras.globalGuard ? [GLOBAL_GUARD] : []),
      ...(extras.providers ?? []),
    ],
  };
}

function controllersOf(routes: Routes): Type[] {
  const { callback } = routes;
  const beside = callback.mount ? [] : [lateCallbackController(lateCallbackPath(callback))];
  const mounted = Object.entries(CONTROLLERS).flatMap(([name, create]) => {
    const route = routes[name as RouteName]; // the keys of CONTROLLERS are the names
    if (!route?.mount) return [];
    const controller = create(route.path);
    // Answered from memory, and the provider must get it.
    if (name === 'jwks') Reflect.defineMetadata(IS_UNLIMITED, true, controller);
    return [controller];
  });
  return [...mounted, ...beside];
}
