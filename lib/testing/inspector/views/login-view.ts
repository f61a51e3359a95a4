import type { Exchange } from '../../model/exchange.js';
import { html, type Html } from '../../model/html.js';
import { Discretion } from '../discretion.js';
import type { LoginTrace } from '../login-trace.js';
import { outcomeOfLogin } from '../outcome.js';
import { MARKS, stepView } from './step-view.js';
import { duration, timeOfDay } from './words.js';

export interface LoginContext {
  readonly issuer: string;
  readonly discretion: Discretion;
  readonly showsNationalIds: boolean;
  readonly isNew: (exchange: Exchange) => boolean;
}

/** One login, step by step. */
export function loginView(login: LoginTrace, context: LoginContext): Html {
  const { state, words } = outcomeOfLogin(login);
  const steps = login.steps.map((step, index) => stepView(step, index, { ...context, login }));
  return html`<p class="back"><a href="/inspector">All logins</a></p>
    <h2>Login ${login.number}</h2>
    <p class="outcome ${state}">
      <span class="state ${state}" aria-hidden="true">${MARKS[state]}</span>
      <strong>${words}</strong>
    </p>
    <p class="facts">
      <code>${login.clientId ?? 'an unknown client'}</code> at
      <time datetime="${new Date(login.startedAt).toISOString()}"
        >${timeOfDay(login.startedAt)}</time
      >. The fake worked ${duration(login.took)} for it. ${nationalIdsLink(login, context)}
    </p>
    <p class="note">
      Rows marked <em>explanation</em> say why, in the words of this page: the judge there is
      oidc-provider, a certified provider, and its verdict alone counts.
    </p>
    <ol class="steps">
      ${steps}
    </ol>
    ${login.left > 0 && html`<p>And ${login.left} more requests.</p>`}`;
}

function nationalIdsLink(
  { number }: LoginTrace,
  { discretion, showsNationalIds }: LoginContext,
): Html {
  if (showsNationalIds) return html`<a href="/inspector?login=${number}">Hide national ids</a>`;
  if (!discretion.hasHidden) return html``;
  return html`<a href="/inspector?login=${number}&amp;national-ids=shown">Show national ids</a>`;
}
