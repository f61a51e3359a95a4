import { decodeJwt } from '../../model/decode-jwt.js';
import type { Exchange } from '../../model/exchange.js';
import { html, type Html } from '../../model/html.js';
import type { Discretion } from '../discretion.js';
import { explainAssertion } from '../explain/assertion.js';
import { explainParameters } from '../explain/parameters.js';
import { explainRequestObject } from '../explain/request-object.js';
import type { LoginTrace } from '../login-trace.js';
import { outcomeOfStep } from '../outcome.js';
import type { Step } from '../step.js';
import { queryOf } from '../ties.js';
import { keysView } from './keys-view.js';
import { membersView, rowsView } from './rows-view.js';
import { duration, TITLES } from './words.js';

export interface StepContext {
  readonly login: LoginTrace;
  readonly issuer: string;
  readonly discretion: Discretion;
  /** Whether the assertion in a request has a jti that never came before. */
  readonly isNew: (exchange: Exchange) => boolean;
}

/** One step of a login: what came, what was expected, the verdict, and what was answered. */
export function stepView(step: Step, index: number, context: StepContext): Html {
  const { login } = context;
  const { exchange, kind } = step;
  const { state, words } = outcomeOfStep(step);
  const isOpen = state === 'refused' || index === login.steps.length - 1;
  return html`<li>
    <details id="step-${login.number}-${index}" ${isOpen && OPEN}>
      <summary>
        <span class="state ${state}" aria-hidden="true">${MARKS[state]}</span>
        <span class="name"
          ><h3>${TITLES[kind]}</h3>
          <span class="words">${words}</span></span
        >
        <span class="times"
          >${duration(exchange.took)}
          <small>at +${duration(exchange.at - login.startedAt)}</small></span
        >
      </summary>
      <div class="body">
        <p class="line"><code>${exchange.method} ${exchange.path}</code> HTTP ${exchange.status}</p>
        ${verdictView(exchange)} ${assertionView(exchange, context)}
        ${rowsView('Signed request', explainRequestObject(exchange, context.issuer), context.discretion)}
        ${rowsView('Parameters', explainParameters(step, login), context.discretion)}
        ${answerView(step, context.discretion)}
      </div>
    </details>
  </li>`;
}

const OPEN = html`open`;
export const MARKS = { good: '✓', open: '…', refused: '✕' } as const;

function verdictView({ refusal }: Exchange): Html {
  if (!refusal) return html``;
  const { error, description, reason } = refusal;
  return html`<div class="verdict">
    <p><strong>The provider's verdict:</strong> <code>${error}</code></p>
    ${description !== undefined && html`<p>What it answered: ${description}</p>`}
    ${reason !== undefined && html`<p><strong>Its reason: ${reason}</strong></p>`}
  </div>`;
}

function assertionView(exchange: Exchange, context: StepContext): Html {
  const { issuer, isNew, discretion } = context;
  const assertion = explainAssertion(exchange, issuer, isNew(exchange));
  if (!assertion) return html``;
  const { client, keyFetches = [] } = exchange;
  const isPasted = client?.jwks !== undefined;
  return html`${rowsView('Client assertion', assertion.rows, discretion)}
  ${keysView(assertion.keys, keyFetches, isPasted)}`;
}

/** What the application got back, or the browser for it. */
function answerView({ kind, exchange }: Step, discretion: Discretion): Html {
  const { location, members, jwt, notices = [] } = exchange.answer;
  const heading = 'What the application got back';
  const idToken = members?.['id_token'];
  const token = typeof idToken === 'string' ? idToken : jwt;
  const answered = location === undefined ? members : queryOf(location);
  const shown = kind === 'discovery' || kind === 'jwks' ? {} : (answered ?? {});
  return html`${
    location !== undefined &&
    html`<h4>Where the browser was sent</h4>
      <p><code>${placeOf(location)}</code></p>`
  }
  ${membersView(heading, shown, discretion)} ${tokenView(token, discretion)}
  ${notices.map(
    ({ clientId, status }) =>
      html`<p>
        Told of the logout: <code>${clientId}</code>, which answered ${status ?? 'nothing'}.
      </p>`,
  )}`;
}

function tokenView(token: string | undefined, discretion: Discretion): Html {
  const decoded = decodeJwt(token);
  if (token === undefined || !decoded) return html``;
  if (token.split('.').length > 3)
    return html`<p>
      The token is encrypted for the application's own key: nobody else can read it.
    </p>`;
  return membersView('The claims in it', decoded.claims, discretion);
}

/** Its parameters are listed on their own. */
function placeOf(location: string): string {
  return location.split('?')[0] ?? location;
}
