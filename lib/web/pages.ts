/** A plain page that stands alone. Every text is ours: nothing that a provider or a browser sent is ever shown. */
export interface Page {
  readonly title: string;
  readonly text: string;
  /** Small print, such as the id to quote. */
  readonly note?: string;
  readonly links: readonly { readonly href: string; readonly label: string }[];
}

/** Nothing to load, nothing to run, nobody to frame it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
};

export function renderPage({ title, text, note, links }: Page): string {
  const anchors = links
    .map(({ href, label }) => `<a href="${escapeHtml(href)}">${escapeHtml(label)}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; color: #1d2733; background: #f4f6f8; margin: 0; display: grid; place-items: center; min-height: 100vh }
main { background: #fff; padding: 2.5rem 3rem; border-radius: 12px; max-width: 30rem; box-shadow: 0 1px 4px #0002 }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
a { display: inline-block; margin: 1rem 1rem 0 0; color: #0b57d0 }
small { display: block; margin-top: 1.5rem; color: #5b6875; overflow-wrap: anywhere }
</style>
</head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${anchors}
${note === undefined ? '' : `<small>${escapeHtml(note)}</small>`}
</main></body>
</html>
`;
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
