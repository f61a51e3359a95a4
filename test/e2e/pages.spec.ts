import {
  Controller,
  Get,
  type INestApplication,
  Injectable,
  Redirect,
  Req,
  Res,
} from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  Cookies,
  type CriiptoAuthOptions,
  HttpExchanges,
  type LoginPage,
  LoginPages,
  LoginService,
  Public,
  ResolvedOptions,
  UserRefusedError,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

/** A way in of the application's own, in Swedish. */
@Controller()
class SwedishLoginController {
  constructor(
    private readonly login: LoginService,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
  ) {}

  @Get('in-swedish')
  @Public()
  @Redirect()
  async begin(@Req() request: unknown, @Res({ passthrough: true }) response: unknown) {
    const cookies = new Cookies(this.exchanges.of(request, response), this.options.site);
    return { url: await this.login.begin(cookies, { uiLocales: 'sv en' }) };
  }
}

@Injectable()
class Letterhead {
  readonly name = 'Acme';
}

@Injectable()
class AcmePages extends LoginPages {
  constructor(private readonly letterhead: Letterhead) {
    super();
  }

  override render({ title, language, topic }: LoginPage): string {
    return `<!doctype html><html lang="${language}"><title>${this.letterhead.name}: ${title} (${topic})</title>`;
  }
}

class OtherPages extends LoginPages {
  override render(): string {
    return 'other';
  }
}

const PLACES: readonly (readonly [string, string])[] = [
  ['a logout', '/auth/logged-out'],
  ['an error', '/auth/callback?code=c&state=s'],
];

const TITLES = {
  da: ['Du er logget ud', 'Vi kunne ikke finde dit login'],
  sv: ['Du är utloggad', 'Vi hittar inte din inloggning'],
  nb: ['Du er logget ut', 'Vi finner ikke innloggingen din'],
  fi: ['Olet kirjautunut ulos', 'Kirjautumistasi ei löydy'],
  en: ['You are logged out', 'We could not find your login'],
} as const;

const acceptLanguage = (language: string) => ({ headers: { 'accept-language': language } });

describe.each(HTTP_ADAPTERS)('pages for end users on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [SwedishLoginController] });
  let app: TestApp;
  beforeAll(async () => {
    app = await start({
      options: {
        mapUser: () => {
          throw new UserRefusedError('no_account');
        },
      },
      prepare: (each: INestApplication) => each.enableCors({ origin: ['https://a.example'] }),
    });
  });

  const cases = Object.entries(TITLES).flatMap(([language, titles]) =>
    PLACES.map(([what, path], index) => ({ language, what, path, title: titles[index] ?? '' })),
  );
  it.each(cases)('speak $language after $what', async ({ language, path, title }) => {
    const response = await new Browser().navigate(app.url + path, acceptLanguage(`${language}-XX`));
    const text = await response.text();
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(response.headers.get('content-language')).toBe(language);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('say that the browser decided, beside what the application says', async () => {
    const response = await new Browser().navigate(`${app.url}/auth/logged-out`);
    const vary = response.headers.get('vary') ?? '';
    expect(vary.split(/, ?/).filter((name) => name === 'Accept-Language')).toHaveLength(1);
    expect(vary).toContain('Origin');
  });

  it('speak the language that the login was asked for', async () => {
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/in-swedish`);
    const { url } = await app.fake.approve(locationOf(begin));
    const refused = await browser.navigate(url, acceptLanguage('fi'));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-language')).toBe('sv');
    expect(refused.headers.get('vary') ?? '').not.toContain('Accept-Language');
    expect(await refused.text()).toMatch(/Referens: [\w-]{36} \(no_account\)/);
    const again = await browser.navigate(url, acceptLanguage('fi'));
    expect(again.headers.get('content-language')).toBe('fi');
  });

  it('leave what scripts are told in English', async () => {
    const answer = await new Browser().fetch(`${app.url}/auth/callback`, acceptLanguage('da'));
    expect(await answer.json()).toMatchObject({ message: 'Continue where you began' });
    expect(answer.headers.get('content-language')).toBeNull();
    expect(answer.headers.get('vary') ?? '').not.toContain('Accept-Language');
  });

  it('are made by the application, with what it injects', async () => {
    const own = await start({
      options: { pages: { language: 'nb' } },
      extras: { providers: [Letterhead, { provide: LoginPages, useClass: AcmePages }] },
    });
    const response = await new Browser().navigate(`${own.url}/auth/callback`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe(
      '<!doctype html><html lang="nb"><title>Acme: Gå tilbake dit du startet (callback_empty)</title>',
    );
  });

  it('are replaced in tests', async () => {
    const own = await start({
      build: (builder) => builder.overrideProvider(LoginPages).useClass(OtherPages),
    });
    for (const [, path] of PLACES)
      expect(await (await new Browser().navigate(own.url + path)).text()).toBe('other');
  });

  it('say texts of the application', async () => {
    const pages: CriiptoAuthOptions['pages'] = {
      texts: { da: { logged_out: { text: 'Farvel & tak.' }, home: 'Hjem' } },
    };
    const own = await start({ options: { pages } });
    const page = await new Browser().navigate(`${own.url}/auth/logged-out`, acceptLanguage('da'));
    const text = await page.text();
    expect(text).toContain('<h1>Du er logget ud</h1>');
    expect(text).toContain('<p>Farvel &amp; tak.</p>');
    expect(text).toContain('>Hjem</a>');
  });
});
