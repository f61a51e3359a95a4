import type { HttpExchange } from '../http/http-exchange.js';
import {
  DEFAULT_LANGUAGE,
  type Language,
  languageOfHeader,
  languageOfUiLocales,
} from '../languages/language.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

export interface PageLanguage {
  readonly language: Language;
  /** Whether another browser could have got another one at this address. */
  readonly isByBrowser: boolean;
}

/**
 * In which language a page speaks: that of the options, else that of the login, as the provider's pages had it, else
 * what the browser likes best.
 */
export function pageLanguage(
  exchange: HttpExchange,
  { pages, login }: Pick<ResolvedOptions, 'pages' | 'login'>,
  uiLocales: string = login.uiLocales ?? '',
): PageLanguage {
  const written = pages.language === 'auto' ? languageOfUiLocales(uiLocales) : pages.language;
  if (written !== undefined) return { language: written, isByBrowser: false };
  const liked = languageOfHeader(exchange.header('accept-language') ?? '');
  return { language: liked ?? DEFAULT_LANGUAGE, isByBrowser: true };
}
