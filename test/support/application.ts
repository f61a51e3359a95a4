import { CibaService } from '../../lib/decoupled/ciba/ciba.service.js';
import { HeadlessLoginService } from '../../lib/decoupled/headless/headless-login.service.js';
import { LoginPolling } from '../../lib/decoupled/polling/login-polling.service.js';
import { ClientAssertionService } from '../../lib/client-assertion/client-assertion.service.js';
import { AuthEvents } from '../../lib/events/auth-events.service.js';
import { Cookies } from '../../lib/http/cookies.js';
import { HttpClient } from '../../lib/http-client/http-client.js';
import { KeyProvider } from '../../lib/keys/key-provider.js';
import { BackchannelLogoutService } from '../../lib/logout/backchannel-logout.service.js';
import { completedLoginStore } from '../../lib/login/completed-login-store.js';
import { LoginReporter } from '../../lib/login/login-reporter.service.js';
import { LoginService } from '../../lib/login/login.service.js';
import { LogoutService } from '../../lib/logout/logout.service.js';
import { CriiptoClient } from '../../lib/oidc/criipto-client.service.js';
import type { CriiptoAuthOptions } from '../../lib/options/criipto-auth-options.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.js';
import type { RoutesOptions } from '../../lib/options/sections/routes-options.js';
import { SessionService } from '../../lib/session/session.service.js';
import { AccessTokens } from '../../lib/access-tokens/access-tokens.service.js';
import type { KeyValueStore } from '../../lib/stores/key-value-store.js';
import { BrowserCookies } from './browser-cookies.js';
import { FakeClock } from './fake-clock.js';
import { FakeTimer } from './fake-timer.js';
import { RecordingDependencies } from './key-provider-dependencies.js';
import { generalProfile, type ProviderProfile } from './provider-profile.js';
import { CLIENT_ID, resolvedOptions } from './resolved-options.js';
import { StubProvider } from './stub-provider.js';

/** An application and the stub provider that it logs in at: the library's parts, put together without Nest. */
export class Application {
  readonly http: HttpClient;
  readonly events = new AuthEvents();
  readonly client: CriiptoClient;
  readonly login: LoginService;
  readonly sessions: SessionService;
  readonly logout: LogoutService;
  readonly backchannelLogout: BackchannelLogoutService;
  readonly store: KeyValueStore;
  readonly timer: FakeTimer;
  readonly tokens: AccessTokens;
  readonly polling: LoginPolling;
  readonly ciba: CibaService;
  readonly headless: HeadlessLoginService;

  constructor(
    readonly provider: StubProvider,
    readonly options: ResolvedOptions,
    readonly keys: KeyProvider,
    readonly clock: FakeClock,
  ) {
    this.http = new HttpClient({ ...options.http, connect: options.http.timeouts.connect });
    const assertions = new ClientAssertionService(options, keys, clock);
    this.client = new CriiptoClient(options, assertions, keys, this.http, clock);
    this.sessions = new SessionService(options, clock, this.events);
    this.store = completedLoginStore(options, clock);
    const { client, events, sessions, store } = this;
    this.login = new LoginService(options, client, clock, events, store, sessions);
    this.logout = new LogoutService(options, this.client, this.sessions, clock, this.events);
    this.backchannelLogout = new BackchannelLogoutService(
      options,
      this.client,
      this.sessions,
      clock,
      this.events,
    );
    this.timer = new FakeTimer(clock);
    this.tokens = new AccessTokens(
      options,
      this.client,
      clock,
      this.timer,
      this.events,
      this.sessions,
    );
    const reporter = new LoginReporter(this.events);
    this.polling = new LoginPolling(options, this.client, clock, this.timer, reporter, this.store);
    const parts = [options, this.client, this.polling, clock, this.events, reporter] as const;
    this.ciba = new CibaService(...parts);
    this.headless = new HeadlessLoginService(...parts);
  }

  /** A browser's cookies, as one exchange sees them. */
  cookiesOf(browser: BrowserCookies): Cookies {
    return new Cookies(browser.carrier(), this.options.site);
  }
}

const running = new Set<Application>();

export async function startApplication(
  written: Partial<CriiptoAuthOptions> = {},
  routes: RoutesOptions = {},
  profile: ProviderProfile = generalProfile(),
): Promise<Application> {
  const clock = new FakeClock();
  const provider = await StubProvider.start({
    profile,
    client: { id: CLIENT_ID, keys: async () => ({ keys: [...(await keys.publicKeys())] }) },
    now: () => clock.seconds(),
  });
  const options = await resolvedOptions({ issuer: provider.issuer, ...written }, routes);
  const keys = keyProviderOf(options);
  const application = new Application(provider, options, keys, clock);
  running.add(application);
  return application;
}

/** For `afterEach`: stops every application that was started, and its provider. */
export async function stopApplications(): Promise<void> {
  for (const { http, provider } of running) {
    await http.close();
    await provider.stop();
  }
  running.clear();
}

function keyProviderOf(options: ResolvedOptions): KeyProvider {
  const keys = options.keys.create(new RecordingDependencies());
  if (keys instanceof KeyProvider) return keys;
  throw new Error('Only Nest can make a provider of a class');
}
