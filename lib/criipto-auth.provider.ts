import { Logger, type Provider, type Type as NestType } from '@nestjs/common';
import { APP_GUARD, ApplicationConfig, ModuleRef } from '@nestjs/core';

import { AccessTokens } from './access-tokens/access-tokens.service.js';
import { CriiptoAuthGuard } from './access/criipto-auth.guard.js';
import { WebSocketSessions } from './access/web-socket-sessions.service.js';
import { BearerTokens } from './bearer/bearer-tokens.service.js';
import { ClientAssertionService } from './client-assertion/client-assertion.service.js';
import { ClientKeys } from './client-assertion/client-keys.service.js';
import { Clock, SystemClock } from './common/clock.js';
import { LOGGER_NAME } from './common/logger-name.js';
import { SystemTimer, Timer } from './common/timer.js';
import { MODULE_OPTIONS_TOKEN } from './criipto-auth.module-definition.js';
import { CibaService } from './decoupled/ciba/ciba.service.js';
import { HeadlessLoginService } from './decoupled/headless/headless-login.service.js';
import { LoginPolling } from './decoupled/polling/login-polling.service.js';
import { InvalidOptionsError } from './errors/options.error.js';
import { AuthEvents } from './events/auth-events.service.js';
import { loadTelemetry } from './events/load-telemetry.js';
import { Telemetry } from './events/telemetry.js';
import { GivenStores } from './given-stores.service.js';
import { HttpClient } from './http-client/http-client.js';
import { KeyProvider } from './keys/key-provider.js';
import { KeyRotationService } from './keys/ring/key-rotation.service.js';
import { completedLoginStore } from './login/completed-login-store.js';
import { EidButtons } from './login/eid-buttons.service.js';
import { InFlightLogins } from './login/in-flight-logins.service.js';
import { LoginReporter } from './login/login-reporter.service.js';
import { LoginService } from './login/login.service.js';
import { CriiptoLoginGuard } from './login/routes/criipto-login.guard.js';
import { LoginEndpoint } from './login/routes/login-endpoint.js';
import { UserValidator } from './login/user-validator.js';
import { BackchannelLogoutService } from './logout/backchannel-logout.service.js';
import { LogoutService } from './logout/logout.service.js';
import { ProviderClock } from './oidc/client-authentication/provider-clock.js';
import { CriiptoClient } from './oidc/criipto-client.service.js';
import type { CriiptoAuthOptions } from './options/criipto-auth-options.js';
import { tryKeyProvider } from './options/key-provider-trial.js';
import { resolveOptions } from './options/resolve-options.js';
import { ResolvedOptions } from './options/resolved-options.js';
import type { RoutesOptions } from './options/sections/routes-options.js';
import { LoginPages } from './pages/login-pages.js';
import { PageSender } from './pages/page-sender.js';
import { PlainPages } from './pages/plain-pages.js';
import { CriiptoStrategy } from './passport/criipto.strategy.js';
import { UnattendedRoutes } from './route-audit/unattended-routes.service.js';
import { SessionService } from './session/session.service.js';
import { KeyValueStore } from './stores/key-value-store.js';
import { UnprefixedRoutes } from './unprefixed-routes.service.js';

/** Everything that an application may inject, and all that the guards need where it uses them. */
export const PUBLIC_PROVIDERS = [
  AccessTokens,
  AuthEvents,
  BackchannelLogoutService,
  BearerTokens,
  CibaService,
  ClientAssertionService,
  Clock,
  CriiptoAuthGuard,
  CriiptoClient,
  CriiptoLoginGuard,
  CriiptoStrategy,
  EidButtons,
  HeadlessLoginService,
  KeyProvider,
  KeyRotationService,
  LoginEndpoint,
  LoginPages,
  LoginReporter,
  LoginService,
  LogoutService,
  ResolvedOptions,
  SessionService,
  Timer,
  UserValidator,
  WebSocketSessions,
];

/** In their place where the module is imported bare. `forRoot()` puts each in its place again. */
export const WITHOUT_OPTIONS: readonly Provider[] = [...PUBLIC_PROVIDERS, HttpClient].map(
  (provide) => ({ provide, useFactory: refuseBareImport }),
);

/** What Nest makes by itself, each of what its constructor names. */
const SERVICES: readonly Provider[] = [
  AccessTokens,
  AuthEvents,
  BackchannelLogoutService,
  BearerTokens,
  CibaService,
  ClientAssertionService,
  ClientKeys,
  CriiptoAuthGuard,
  CriiptoClient,
  CriiptoLoginGuard,
  CriiptoStrategy,
  EidButtons,
  GivenStores,
  HeadlessLoginService,
  InFlightLogins,
  KeyRotationService,
  LoginPolling,
  LoginReporter,
  LoginService,
  LogoutService,
  SessionService,
  UnattendedRoutes,
  UnprefixedRoutes,
  WebSocketSessions,
];

/** Ports, and what plain TypeScript makes of other parts. */
const PARTS: readonly Provider[] = [
  { provide: Clock, useClass: SystemClock },
  { provide: Timer, useClass: SystemTimer },
  {
    provide: Telemetry,
    inject: [AuthEvents],
    useFactory: async (events: AuthEvents) => {
      const telemetry = await loadTelemetry();
      telemetry.watch(events);
      return telemetry;
    },
  },
  {
    provide: KeyProvider,
    inject: [ResolvedOptions, AuthEvents, Clock, ProviderClock, ModuleRef],
    useFactory: createKeyProvider,
  },
  {
    provide: ProviderClock,
    inject: [Clock],
    useFactory: (clock: Clock) => new ProviderClock(clock),
  },
  {
    provide: HttpClient,
    inject: [ResolvedOptions, Telemetry],
    useFactory: ({ http }: ResolvedOptions, telemetry: Telemetry) =>
      new HttpClient({ ...http, connect: http.timeouts.connect }, telemetry),
  },
  {
    provide: KeyValueStore,
    inject: [ResolvedOptions, Clock],
    useFactory: completedLoginStore,
  },
  {
    provide: LoginEndpoint,
    inject: [LoginService, SessionService, LoginReporter, InFlightLogins, ResolvedOptions, Clock],
    useFactory: (...parts: ConstructorParameters<typeof LoginEndpoint>) =>
      new LoginEndpoint(...parts),
  },
  { provide: UserValidator, useExisting: CriiptoStrategy },
  { provide: LoginPages, useClass: PlainPages },
  {
    provide: PageSender,
    inject: [ResolvedOptions, LoginPages],
    useFactory: (options: ResolvedOptions, pages: LoginPages) => {
      const logger = new Logger(LOGGER_NAME);
      return new PageSender(options, pages, (problem) => logger.error(problem));
    },
  },
];

/**
 * The first guard that is asked, wherever others are bound by `APP_GUARD`: a guard of roles has to know the user. Nest
 * adds those when every provider is made, in the order of the modules, and the application's own comes first there.
 */
export const GLOBAL_GUARD: Provider = {
  provide: APP_GUARD,
  inject: [ApplicationConfig, CriiptoAuthGuard],
  useFactory: (application: ApplicationConfig, guard: CriiptoAuthGuard): undefined => {
    application.useGlobalGuards(guard);
  },
};

/** The module's providers, from the options that were written to the guards. */
export function criiptoAuthProviders(
  routes: RoutesOptions,
  shapeProblems: readonly string[],
): Provider[] {
  const options: Provider = {
    provide: ResolvedOptions,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: (written: CriiptoAuthOptions) =>
      resolveOptions(written, routes, process.env, shapeProblems),
  };
  return [options, ...PARTS, ...SERVICES];
}

function refuseBareImport(): never {
  throw new InvalidOptionsError([
    'CriiptoAuthModule is imported without its options: write `CriiptoAuthModule.forRoot({ … })` or `forRootAsync()` into the imports of the root module. Other modules need no import of it, unless `isGlobal` is false',
  ]);
}

async function createKeyProvider(
  options: ResolvedOptions,
  events: AuthEvents,
  clock: Clock,
  providerClock: ProviderClock,
  moduleRef: ModuleRef,
): Promise<KeyProvider> {
  const logger = new Logger(LOGGER_NAME);
  const report = (message: string): void => {
    logger.warn(message);
    events.emit('keys.problem', { message });
  };
  const note = (message: string): void => logger.log(message);
  const source = options.keys.create({
    clock,
    events,
    report,
    note,
    providerTime: () => providerClock.time(),
  });
  const provider =
    typeof source === 'function'
      ? // Nest's own type for a class lists its parameters as `any`; ours does not care for them.
        await moduleRef.create(source as NestType<KeyProvider>)
      : source;
  if (!options.keys.isOwn) return provider;
  const { problems, warnings } = await tryKeyProvider(provider, options);
  if (problems.length > 0) throw new InvalidOptionsError(problems);
  warnings.forEach(report);
  return provider;
}
