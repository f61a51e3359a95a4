import {
  Controller,
  type ExecutionContext,
  Get,
  type INestApplication,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CibaService,
  Clock,
  CriiptoAuthModule,
  CriiptoLoginGuard,
  HeadlessLoginService,
  InMemoryStore,
  type LoginRequest,
} from 'nestjs-criipto-auth';

import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { privatePem } from '../support/private-keys.js';
import {
  CIBA_LOGIN,
  COMPLETED_KEY,
  COMPLETED_LOGIN,
  HEADLESS_LOGIN,
  LOGOUT,
  SEALED_FOR,
  SEALED_WITH,
  SILENT_LOGIN_COOKIES,
} from '../support/upgrade/sealed-by-0-1-0.js';

@Injectable()
class SilentLoginGuard extends CriiptoLoginGuard {
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    return { ...super.loginRequest(context), prompt: 'none' };
  }
}

@Controller()
class LoginController {
  @Get('login/silent')
  @UseGuards(SilentLoginGuard)
  login() {}
}

/** No provider is asked for anything here. */
interface Upgraded {
  readonly app: INestApplication;
  readonly log: LogLines;
  readonly url: string;
}

describe.each(HTTP_ADAPTERS)('what 0.1.0 sealed, on %s,', (_name, adapter) => {
  let upgraded: Upgraded;

  beforeAll(async () => {
    const clock = new FakeClock();
    const store = new InMemoryStore(clock);
    await store.set(COMPLETED_KEY, '', 60);
    const log = new LogLines();
    const options = {
      ...SEALED_FOR,
      keys: { pem: privatePem('P-256') },
      session: { secret: SEALED_WITH },
      transaction: { store },
      logout: { returnTo: '/bye' },
    };
    const module = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot(options)],
      controllers: [LoginController],
    })
      .setLogger(log)
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    const app = module.createNestApplication(adapter(), { logger: log });
    await app.listen(0, 'localhost');
    upgraded = { app, log, url: await app.getUrl() };
  });
  afterAll(() => upgraded.app.close());

  function ask(path: string, cookies: Readonly<Record<string, string>>): Promise<Response> {
    const cookie = Object.entries(cookies).map((pair) => pair.join('='));
    const headers = {
      cookie: cookie.join('; '),
      accept: 'text/html',
      'sec-fetch-mode': 'navigate',
    };
    return fetch(upgraded.url + path, { headers, redirect: 'manual' });
  }

  /** The provider's answer when the user cancelled, for which nothing has to be asked of it. */
  const cancelled = (state: string) =>
    `/auth/callback?error=access_denied&state=${state}&iss=https%3A%2F%2Facme.criipto.id`;

  it('keeps a login that was completed from being completed again', async () => {
    const { state, cookies } = COMPLETED_LOGIN;
    upgraded.log.clear();
    expect((await ask(cancelled(state), cookies)).status).toBe(400);
    expect(upgraded.log.text).toContain('login_already_used');
  });

  it('counts the logins that asked nobody', async () => {
    // One more is not sent to the provider: it goes back at once, as nobody.
    expect((await ask('/login/silent', SILENT_LOGIN_COOKIES)).status).toBe(303);
  });

  it('leads a logout under way to its end', async () => {
    const { state, cookies } = LOGOUT;
    const response = await ask(`/auth/logged-out?state=${state}`, cookies);
    expect(response.headers.get('location')).toBe(`${SEALED_FOR.baseUrl}/bye`);
  });

  it('names the logins that happen elsewhere', () => {
    const { app } = upgraded;
    expect(app.get(CibaService).resume(CIBA_LOGIN).bindingMessage).toBe('HALLO');
    expect(app.get(HeadlessLoginService).resume(HEADLESS_LOGIN).reveal()).toMatchObject({
      requestId: 'request-1',
      interval: 5,
    });
  });
});
