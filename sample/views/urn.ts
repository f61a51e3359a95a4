import { html, type Html } from './html.js';

/** A URN, which a narrow screen breaks behind a colon. */
export function urn(value: string): Html {
  const parts = value.split(/(?<=:)/);
  return html`${parts.map((part) => html`${part}<wbr />`)}`;
}
