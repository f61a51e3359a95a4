// Records what the version in this checkout seals and stores, for later ones to open:
//   npm run build && node test/support/upgrade/record.mjs > test/support/upgrade/<version>.json
import { Test } from '@nestjs/testing';
import {
  AccessTokens,
  Cookies,
  CriiptoAuthModule,
  InMemoryStore,
  KeyProvider,
  LoginService,
  ResolvedOptions,
  SessionService,
  SystemClock,
} from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

const CLIENT_ID = 'urn:my:application:identifier:1234';
const BASE_URL = 'https://app.example.com';
const SECRET = 'a secret that is long enough for everyone';

const fake = await FakeCriipto.start();

/** An application of which only the parts below the routes are used: no port, no browser. */
async function start(options) {
  const module = await Test.createTestingModule({
    imports: [
      CriiptoAuthModule.forRoot({
        issuer: fake.issuer,
        clientId: CLIENT_ID,
        baseUrl: BASE_URL,
        keys: { generate: 'development' },
        session: { secret: SECRET },
        login: { pushed: 'never' },
        http: { allowInsecureLoopback: true },
        ...options,
      }),
    ],
  }).compile();
  await fake.register({
    clientId: CLIENT_ID,
    redirectUris: [`${BASE_URL}/auth/callback`],
    // Nobody is there: with it the fake gives its sessions names.
    backchannelLogoutUri: 'http://127.0.0.1:9/auth/backchannel-logout',
    refreshTokens: 'rotating',
    accessTokenLifetime: 3600,
    jwks: { keys: await module.get(KeyProvider).publicKeys() },
  });
  return module.init();
}

/** A browser: what one exchange sets, the next one sends. */
class Browser {
  held = new Map();

  of(app) {
    const carrier = {
      header: (name) => (name === 'cookie' ? this.cookies : undefined),
      appendHeader: (_name, header) => {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(header);
        if (value === '') this.held.delete(name);
        else this.held.set(name, value);
      },
    };
    return new Cookies(carrier, app.get(ResolvedOptions).site);
  }

  get cookies() {
    return [...this.held].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** A login under way: its cookie, and where the browser was sent. */
async function begin(app, request) {
  const browser = new Browser();
  const authorizationUrl = await app.get(LoginService).begin(browser.of(app), request);
  return { browser, authorizationUrl };
}

/** A session, of what the application made of the user if that is said. */
async function logIn(app, mapped) {
  const { browser, authorizationUrl } = await begin(app, {});
  const { url } = await fake.approve(authorizationUrl, { person: 'dk-freja' });
  const { user, tokens } = await app
    .get(LoginService)
    .complete(browser.of(app), new URL(url).searchParams);
  await app.get(SessionService).create(browser.of(app), user, mapped ?? user, tokens);
  return { browser, user };
}

const store = new InMemoryStore(new SystemClock());
const written = new Map();
for (const method of ['set', 'putIfAbsent', 'compareAndSet']) {
  const write = store[method].bind(store);
  store[method] = (key, ...values) => {
    written.set(key, values.at(-2));
    return write(key, ...values);
  };
}

const inCookies = await start({});
const whole = await logIn(inCookies);
const mapped = await logIn(inCookies, { id: 7, roles: ['reader'] });
const login = await begin(inCookies, { returnTo: '/orders' });
const stepUp = await begin(inCookies, {
  returnTo: '/transfer',
  acrValues: 'urn:grn:authn:dk:mitid:substantial',
  maxAge: 300,
  samePersonAs: whole.user,
});

const inStore = await start({
  session: { secret: SECRET, store, tokens: true },
  logout: { idTokenHint: true },
});
const stored = await logIn(inStore);
const session = await inStore.get(SessionService).read(stored.browser.of(inStore));

const recorded = {
  at: Date.now(),
  issuer: fake.issuer,
  clientId: CLIENT_ID,
  baseUrl: BASE_URL,
  secret: SECRET,
  user: whole.user,
  sid: stored.user.claims.sid,
  cookieSession: whole.browser.cookies,
  mappedSession: mapped.browser.cookies,
  storedSession: stored.browser.cookies,
  sessionId: session.id,
  accessToken: await inStore.get(AccessTokens).get(session),
  store: [...written],
  login: { cookies: login.browser.cookies, authorizationUrl: login.authorizationUrl },
  stepUp: { cookies: stepUp.browser.cookies, authorizationUrl: stepUp.authorizationUrl },
};
console.log(JSON.stringify(recorded, null, 2));
await inCookies.close();
await inStore.close();
await fake.stop();
