import { html, type Html } from '../../model/html.js';
import type { Discretion } from '../discretion.js';
import type { Row } from '../explain/row.js';

const JUDGES: Readonly<Record<Row['judge'], string>> = {
  'oidc-provider': 'explanation',
  fake: 'rule of the fake',
  nobody: '',
};

/** Claims or parameters: what was sent beside what was expected. */
export function rowsView(heading: string, rows: readonly Row[], discretion: Discretion): Html {
  if (rows.length === 0) return html``;
  return html`<h4>${heading}</h4>
    <p class="heads" aria-hidden="true"><span></span><span>sent</span><span>expected</span></p>
    <dl class="rows">${rows.map((row) => rowView(row, discretion))}</dl>`;
}

/** Members that nothing is expected of. */
export function membersView(
  heading: string,
  members: Readonly<Record<string, unknown>>,
  discretion: Discretion,
): Html {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return html``;
  return html`<h4>${heading}</h4>
    <dl class="members">
      ${entries.map(
        ([name, value]) =>
          html`<div>
            <dt><code>${name}</code></dt>
            <dd><code>${discretion.claim(name, value)}</code></dd>
          </div>`,
      )}
    </dl>`;
}

function rowView(row: Row, discretion: Discretion): Html {
  const { name, sent, expected, judge } = row;
  const { style, mark, words } = FITS[judge === 'nobody' ? 'any' : row.fits ? 'yes' : 'no'];
  return html`<div class="${style}">
    <dt>
      <span aria-hidden="true">${mark}</span><span class="unseen">${words}</span>
      <code>${name}</code>
    </dt>
    <dd class="sent">
      ${
        sent === undefined
          ? html`<i>not sent</i>`
          : html`<code>${discretion.seen(name, sent)}</code>`
      }
    </dd>
    <dd class="expected"><span class="label">expected:</span> ${withCode(expected)}</dd>
    <dd class="judge">${judge !== 'nobody' && html`<span>${JUDGES[judge]}</span>`}</dd>
  </div>`;
}

const FITS = {
  yes: { style: 'fits', mark: '✓', words: 'as expected:' },
  no: { style: 'misfits', mark: '✕', words: 'not as expected:' },
  any: { style: '', mark: '·', words: '' },
} as const;

/** What stands between backticks is code. */
function withCode(text: string): readonly Html[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
