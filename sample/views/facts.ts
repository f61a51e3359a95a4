import { html, type Html } from './html.js';

/** A list of names and values. What has no value is left out. */
export function facts(values: Readonly<Record<string, Html | string | undefined>>): Html {
  const entries = Object.entries(values).map(([name, value]) =>
    value === undefined
      ? html``
      : html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
  );
  return html`<dl>${entries}</dl>`;
}
