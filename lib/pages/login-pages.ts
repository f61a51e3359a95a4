import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import type { Language } from '../languages/language.js';
import type { PageTopic } from '../languages/page-texts.js';

/**
 * A page for an end user, in words of its language. Every text is plain and has to be escaped in HTML. None is of the
 * provider's or the browser's making, but for the links of a refused page, which hold its address.
 */
export interface LoginPage {
  /** What it is about. */
  readonly topic: PageTopic;
  /** For the attribute `lang`. `Content-Language` says the same. */
  readonly language: Language;
  /** The HTTP status that it is sent with. */
  readonly status: number;
  /** Of the error that it tells of, if it tells of one. */
  readonly code?: CriiptoAuthErrorCode;
  readonly title: string;
  readonly text: string;
  /** Small print: the id of a failure, and the code of a `UserRefusedError`. */
  readonly note?: string;
  /** A button that posts these fields. */
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly label: string;
  };
  /** Where to go on, as whole URLs: the most fitting comes first. */
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /**
   * Whether it is shown inside of another page, whose place the links have to take (`target="_top"`). Such a page has
   * no form. @default false
   */
  readonly isFramed?: boolean;
}

/**
 * Makes the pages that end users see, and is its own token: replace it as a whole, with all that it injects, by
 * `providers: [{ provide: LoginPages, useClass: MyPages }]` beside the options. Texts alone are the option `pages.texts`.
 *
 * What it gives is sent with status, language and headers of ours. A page that cannot be made is replaced by the
 * plain one, and the log says so.
 */
export abstract class LoginPages {
  /** A whole HTML document. */
  abstract render(page: LoginPage): string;

  /**
   * What a page may load and run, for its `Content-Security-Policy`. `frame-ancestors` and `base-uri 'none'` are added.
   *
   * @default nothing, but the styles that stand in it: `default-src 'none'; style-src 'unsafe-inline'`
   */
  contentSecurityPolicy(_page: LoginPage): string {
    return "default-src 'none'; style-src 'unsafe-inline'";
  }
}
