/** Markup in which everything that came from elsewhere is escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type HtmlValue = Html | string | number | undefined | readonly Html[];

/** A template of HTML: escapes what is put into it, unless that is `Html` itself. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(markupOf)));
}

function markupOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(({ markup }) => markup).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
