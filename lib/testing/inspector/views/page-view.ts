import { html, type Html } from '../../model/html.js';
import type { LoginTrace } from '../login-trace.js';
import { outcomeOfLogin } from '../outcome.js';
import { MARKS } from './step-view.js';
import { duration, timeOfDay } from './words.js';

export interface InspectorPage {
  readonly issuer: string;
  readonly logins: readonly LoginTrace[];
  /** The login that is shown. */
  readonly shown: LoginTrace | undefined;
  /** Whether it was picked, rather than the newest. */
  readonly isPicked: boolean;
  readonly content: Html;
}

/** The whole page: all logins, and one of them. */
export function pageView({ issuer, logins, shown, isPicked, content }: InspectorPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Inspector of the fake Criipto</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/inspector/inspector.css" />
        <script src="/inspector/inspector.js" defer></script>
      </head>
      <body class="${isPicked ? 'picked' : 'newest'}">
        <header>
          <h1><a href="/inspector">Inspector</a></h1>
          <p>Logins at the fake Criipto, <code>${issuer}</code>, as they happen</p>
        </header>
        <main class="panes">
          <nav id="logins" aria-label="Logins">
            <h2>Logins</h2>
            ${
              logins.length === 0
                ? html``
                : html`<ol>
                    ${logins.map((login) => entryView(login, login === shown))}
                  </ol>`
            }
          </nav>
          <article id="login">${shown ? content : isPicked ? GONE : EMPTY}</article>
        </main>
      </body>
    </html>`.markup;
}

const EMPTY = html`<h2>No login yet</h2>
  <p>Start one in the application: it shows here as it happens.</p>`;

const GONE = html`<h2>This login is gone</h2>
  <p>The newest fifty are kept. <a href="/inspector">All logins</a></p>`;

function entryView(login: LoginTrace, isShown: boolean): Html {
  const { state, words } = outcomeOfLogin(login);
  return html`<li>
    <a
      id="entry-${login.number}"
      href="/inspector?login=${login.number}"
      ${isShown && html`aria-current="true"`}
    >
      <span class="state ${state}" aria-hidden="true">${MARKS[state]}</span>
      <span class="what"
        ><strong>${login.number}: ${words}</strong
        ><small>${login.clientId ?? 'an unknown client'}</small></span
      >
      <span class="when"
        >${timeOfDay(login.startedAt)}<small
          >${login.steps.length} ${login.steps.length === 1 ? 'step' : 'steps'} ·
          ${duration(login.took)}</small
        ></span
      >
    </a>
  </li>`;
}
