import { type HttpExchange, keepPrivate } from '../http/http-exchange.js';

/** A plain page that stands alone. Every text is ours: nothing that a provider or a browser sent is ever shown. */
export interface Page {
  readonly title: string;
  readonly text: string;
  /** Small print, such as the id to quote. */
  readonly note?: string;
  /** A button that posts these fields. */
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly label: string;
  };
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /** Shown inside of another page, whose place the links take. Such a page may have no form. @default false */
  readonly isFramed?: boolean;
}

/** Nothing to load, nothing to run, nobody to frame it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = headersOf("'none'");

/** The same for a page that shows nothing of anybody, and does nothing. Heeded in place of any `X-Frame-Options`. */
const FRAMED_PAGE_HEADERS = headersOf('*');

export function sendPage(exchange: HttpExchange, status: number, page: Page): void {
  keepPrivate(exchange);
  const headers = page.isFramed ? FRAMED_PAGE_HEADERS : PAGE_HEADERS;
  for (const [name, value] of Object.entries(headers)) exchange.setHeader(name, value);
  exchange.send(status, renderPage(page));
}

function headersOf(frameAncestors: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors ${frameAncestors}; base-uri 'none'`,
    'X-Content-Type-Options': 'nosniff',
  };
}

export function renderPage({ title, text, note, form, links, isFramed }: Page): string {
  const target = isFramed ? ' target="_top"' : '';
  const anchors = links
    .map(({ href, label }) => `<a href="${escapeHtml(href)}"${target}>${escapeHtml(label)}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="color-scheme" content="light dark">
<style>
:root { --ink: #1d2733; --soft: #5b6875; --page: #f4f6f8; --panel: #fff; --link: #0b57d0 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #a4afbd; --page: #11161d; --panel: #1b222c; --link: #8ab4f8 }
}
* { box-sizing: border-box }
body { font: 1.1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0; padding: 1rem; display: grid; place-items: center; min-height: 100vh }
main { background: var(--panel); padding: clamp(1.5rem, 7vw, 3rem); border-radius: 12px; max-width: 36rem; box-shadow: 0 1px 4px #0002 }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
p { margin: 0 }
a { display: inline-block; margin: 1.25rem 1rem 0 0; color: var(--link) }
button { font: inherit; margin: 1.25rem 0 0; padding: .5rem 1.25rem; border: 0; border-radius: 8px; color: var(--panel); background: var(--link); cursor: pointer }
small { display: block; margin-top: 1.5rem; color: var(--soft); overflow-wrap: anywhere }
</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${form ? renderForm(form) : ''}${anchors}
${note === undefined ? '' : `<small>${escapeHtml(note)}</small>`}
</main></body>
</html>
`;
}

function renderForm({ action, fields, label }: NonNullable<Page['form']>): string {
  const inputs = Object.entries(fields)
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('');
  return `<form method="post" action="${escapeHtml(action)}">${inputs}<button>${escapeHtml(label)}</button></form>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
