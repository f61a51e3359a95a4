import { html, type Html } from './html.js';

const SHOWN = 2;

/** A number that its owner recognises and nobody else can use. */
export function masked(value: string): Html {
  const end = value.slice(-SHOWN);
  const dots = '•'.repeat(value.length - end.length);
  return html`<span aria-hidden="true">${dots}${end}</span
    ><span class="unseen">hidden, ends in ${end}</span>`;
}
