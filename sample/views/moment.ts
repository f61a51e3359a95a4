import { html, type Html } from './html.js';

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

/** A time for people, and for programs. */
export function moment(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${FORMAT.format(date)} UTC</time>`;
}
