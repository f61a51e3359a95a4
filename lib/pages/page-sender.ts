import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { type HttpExchange, keepPrivate, varyBy } from '../http/http-exchange.js';
import type { Language } from '../languages/language.js';
import type { PageLabel, PageTexts, PageTopic } from '../languages/page-texts.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { LoginPage, LoginPages } from './login-pages.js';
import { pageLanguage } from './page-language.js';
import { PlainPages } from './plain-pages.js';

/** What a page tells, in no language yet. */
export interface PageContent {
  readonly topic: PageTopic;
  readonly status: number;
  readonly code?: CriiptoAuthErrorCode;
  /** For the page's `{n}`. */
  readonly years?: number | undefined;
  /** The id of a failure, and whatever stands behind it. */
  readonly reference?: string;
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly label: PageLabel;
  };
  readonly links: readonly { readonly href: string; readonly label: PageLabel }[];
  readonly isFramed?: boolean;
  /** What the login asked the provider for, where that is not what the options say. */
  readonly uiLocales?: string | undefined;
}

const PLAIN = new PlainPages();

/** Sends pages to end users, in their language, as `LoginPages` makes them. */
export class PageSender {
  constructor(
    private readonly options: Pick<ResolvedOptions, 'pages' | 'login'>,
    private readonly pages: LoginPages,
    private readonly report: (problem: string) => void,
  ) {}

  send(exchange: HttpExchange, content: PageContent): void {
    const { language, isByBrowser } = pageLanguage(exchange, this.options, content.uiLocales);
    const page = inWords(content, language, this.options.pages.texts[language]);
    const { html, policy } = this.made(page);
    keepPrivate(exchange);
    exchange.setHeader('Content-Type', 'text/html; charset=utf-8');
    exchange.setHeader('Content-Language', language);
    if (isByBrowser) varyBy(exchange, 'Accept-Language');
    // Heeded in place of any `X-Frame-Options`.
    const ancestors = page.isFramed ? '*' : "'none'";
    const complete = `${policy}; frame-ancestors ${ancestors}; base-uri 'none'`;
    exchange.setHeader('Content-Security-Policy', complete);
    exchange.setHeader('X-Content-Type-Options', 'nosniff');
    exchange.send(page.status, html);
  }

  /** Who waits for a page gets one, whatever is wrong with those of the application. */
  private made(page: LoginPage): { readonly html: string; readonly policy: string } {
    try {
      const html: unknown = this.pages.render(page);
      if (typeof html !== 'string') throw new TypeError('What was made is no text');
      return { html, policy: this.pages.contentSecurityPolicy(page) };
    } catch (error) {
      this.report(
        `LoginPages could not render the page \`${page.topic}\`, and the plain one was sent: ${nameOfThrown(error)}`,
      );
      return { html: PLAIN.render(page), policy: PLAIN.contentSecurityPolicy(page) };
    }
  }
}

function inWords(content: PageContent, language: Language, texts: PageTexts): LoginPage {
  const { topic, status, code, reference, form, links, isFramed } = content;
  const { title, text } = texts[topic];
  return {
    topic,
    language,
    status,
    ...(code === undefined ? {} : { code }),
    title: withYears(title, content.years),
    text: withYears(text, content.years),
    ...(reference === undefined ? {} : { note: `${texts.reference} ${reference}` }),
    ...(form === undefined ? {} : { form: { ...form, label: texts[form.label] } }),
    links: links.map(({ href, label }) => ({ href, label: texts[label] })),
    ...(isFramed === undefined ? {} : { isFramed }),
  };
}

function withYears(text: string, years: number | undefined): string {
  return years === undefined ? text : text.replaceAll('{n}', String(years));
}
