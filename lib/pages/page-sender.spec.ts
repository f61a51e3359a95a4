import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { LANGUAGES } from '../languages/language.js';
import type { PageText } from '../languages/page-texts.js';
import { TEXTS_BY_LANGUAGE } from '../languages/texts-by-language.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import { type LoginPage, LoginPages } from './login-pages.js';
import { type PageContent, PageSender } from './page-sender.js';
import { PlainPages } from './plain-pages.js';

const CONTENT: PageContent = {
  topic: 'login_expired',
  status: 400,
  links: [{ href: 'https://app.example.com/', label: 'home' }],
};

interface Asked {
  readonly options?: Partial<CriiptoAuthOptions>;
  readonly content?: Partial<PageContent>;
  readonly acceptLanguage?: string;
  readonly pages?: LoginPages;
  readonly vary?: string;
}

let reported: string[];
beforeEach(() => {
  reported = [];
});

/** The page that is sent, and its headers. */
async function send({ options, content, acceptLanguage, pages, vary }: Asked = {}) {
  const exchange = new FakeExchange({
    headers: acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage },
  });
  if (vary !== undefined) Object.assign(exchange, { headerSet: () => vary });
  const sender = new PageSender(await resolvedOptions(options), pages ?? new PlainPages(), (text) =>
    reported.push(text),
  );
  sender.send(exchange, { ...CONTENT, ...content });
  return { html: exchange.sent?.body ?? '', headers: new Map(exchange.answered), exchange };
}

describe('a page', () => {
  it.each([
    ['da-DK,da;q=0.9', 'da', 'Login tog for lang tid', 'Til forsiden'],
    ['sv', 'sv', 'Inloggningen tog för lång tid', 'Till startsidan'],
    ['nn-NO', 'nb', 'Innloggingen tok for lang tid', 'Til forsiden'],
    ['fi', 'fi', 'Kirjautuminen kesti liian kauan', 'Etusivulle'],
    ['de', 'en', 'The login took too long', 'To the start page'],
  ])('for a browser of %s speaks %s', async (acceptLanguage, language, title, home) => {
    const { html, headers } = await send({ acceptLanguage });
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain(`>${home}</a>`);
    expect(headers.get('content-language')).toBe(language);
    expect(headers.get('vary')).toBe('Accept-Language');
  });

  it.each<[string, Asked, string]>([
    ['what the login asked for', { content: { uiLocales: 'nl se en' } }, 'sv'],
    ['what every login asks for', { options: { login: { uiLocales: 'nb en' } } }, 'nb'],
    [
      'what this login asked for rather than every login',
      { options: { login: { uiLocales: 'nb' } }, content: { uiLocales: 'da' } },
      'da',
    ],
    ['what the options say', { options: { pages: { language: 'en' } } }, 'en'],
    [
      'what the options say, whatever the login asked for',
      { options: { pages: { language: 'sv' } }, content: { uiLocales: 'da' } },
      'sv',
    ],
  ])('speaks %s, and the browser decides nothing', async (_what, asked, language) => {
    const { headers } = await send({ acceptLanguage: 'fi', ...asked });
    expect(headers.get('content-language')).toBe(language);
    expect(headers.has('vary')).toBe(false);
  });

  it('speaks as the browser likes where the login asked for another language alone', async () => {
    const { headers } = await send({ acceptLanguage: 'fi', content: { uiLocales: 'nl de' } });
    expect(headers.get('content-language')).toBe('fi');
    expect(headers.get('vary')).toBe('Accept-Language');
  });

  it.each([
    ['Origin', 'Origin, Accept-Language'],
    ['accept-language, Origin', undefined],
    ['*', undefined],
  ])('adds to what the answer varies by: %s', async (vary, said) => {
    expect((await send({ vary })).headers.get('vary')).toBe(said);
  });

  it('says texts of the application, which are plain', async () => {
    const { html } = await send({
      options: {
        pages: { texts: { en: { login_expired: { text: '<b>Too late</b>' }, home: 'Home' } } },
      },
    });
    expect(html).toContain('<h1>The login took too long</h1>');
    expect(html).toContain('&lt;b&gt;Too late&lt;/b&gt;');
    expect(html).toContain('>Home</a>');
  });

  it('is kept by nobody, and loads and runs nothing', async () => {
    const { headers } = await send();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    );
  });

  it('says what it is, and that it is nothing else', async () => {
    const { headers } = await send();
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('may be framed by all where it is made for a frame', async () => {
    const { headers, html } = await send({ content: { isFramed: true } });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *; base-uri 'none'",
    );
    expect(html).toContain('target="_top"');
  });

  it.each(LANGUAGES)('tells the age in %s', async (language) => {
    const { html } = await send({
      options: { pages: { language } },
      content: { topic: 'age_too_low', years: 18 },
    });
    expect(html).toMatch(/<h1>[^<{]* 18(?!\d)[^<{]*<\/h1>/);
  });
});

describe('the texts', () => {
  const ages = LANGUAGES.map((language) => [language, TEXTS_BY_LANGUAGE[language]] as const);

  it.each(ages)('of %s say something, and have a place for the age', (_language, texts) => {
    const all = Object.values<PageText | string>({ ...texts }).flatMap((text) =>
      typeof text === 'string' ? text : [text.title, text.text],
    );
    for (const text of all) expect(text.trim()).toMatch(/^[^<>&"\s].*\S$/);
    expect(texts.age_too_low.title).toContain('{n}');
    expect(all.filter((text) => text.includes('{'))).toHaveLength(1);
  });

  it.each(ages.filter(([language]) => language !== 'en'))(
    'of %s are its own',
    (_language, texts) => {
      const english = Object.values(TEXTS_BY_LANGUAGE.en).map((text) => JSON.stringify(text));
      const same = Object.values(texts).filter((text) => english.includes(JSON.stringify(text)));
      expect(same.filter((text) => text !== 'Reference:')).toEqual([]);
    },
  );
});

describe('pages of the application', () => {
  class OwnPages extends LoginPages {
    readonly seen: LoginPage[] = [];

    override render(page: LoginPage): string {
      this.seen.push(page);
      return `<!doctype html><html lang="${page.language}"><title>${page.title}</title>`;
    }

    override contentSecurityPolicy(): string {
      return "default-src 'self'";
    }
  }

  it('are told all of a page, in its language', async () => {
    const pages = new OwnPages();
    const { html, headers } = await send({
      pages,
      acceptLanguage: 'da',
      content: {
        code: 'login_expired',
        reference: 'a1 (no_account)',
        form: { action: '/out', fields: { token: 't' }, label: 'log_out' },
      },
    });
    expect(html).toBe('<!doctype html><html lang="da"><title>Login tog for lang tid</title>');
    expect(headers.get('content-language')).toBe('da');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(pages.seen).toEqual([
      {
        topic: 'login_expired',
        language: 'da',
        status: 400,
        code: 'login_expired',
        title: 'Login tog for lang tid',
        text: 'Start forfra.',
        note: 'Reference: a1 (no_account)',
        form: { action: '/out', fields: { token: 't' }, label: 'Log ud' },
        links: [{ href: 'https://app.example.com/', label: 'Til forsiden' }],
      },
    ]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new RangeError('a secret');
      },
    ],
    ['gives no text', () => Promise.resolve('<p>')],
  ])('give way to the plain one where it %s, and the log says so', async (_what, render) => {
    const pages = Object.assign(new PlainPages(), { render });
    const { html } = await send({ pages });
    expect(html).toContain('<h1>The login took too long</h1>');
    expect(reported).toEqual([expect.stringMatching(/`login_expired`.*: (Range|Type)Error$/)]);
  });
});
