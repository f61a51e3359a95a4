import { type LoginPage, LoginPages } from './login-pages.js';

/** Plain pages that stand alone: nothing to load, nothing to run. */
export class PlainPages extends LoginPages {
  override render(page: LoginPage): string {
    return renderPage(page);
  }
}

function renderPage({ language, title, text, note, form, links, isFramed }: LoginPage): string {
  const target = isFramed ? ' target="_top"' : '';
  const anchors = links
    .map(({ href, label }) => `<a href="${escapeHtml(href)}"${target}>${escapeHtml(label)}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="${language}">
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

function renderForm({ action, fields, label }: NonNullable<LoginPage['form']>): string {
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
