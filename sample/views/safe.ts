import type { CriiptoUser } from 'nestjs-criipto-auth';

import { facts } from './facts.js';
import { html } from './html.js';
import { layout } from './layout.js';
import { moment } from './moment.js';
import { urn } from './urn.js';

/** @param openFor seconds since the user authenticated. */
export function safePage(user: CriiptoUser, openFor: number): string {
  return layout({
    title: 'The safe',
    path: '/safe',
    user,
    content: html`
      <section class="hero">
        <h1>The safe is open</h1>
        <p class="lead">
          It opens to MitID at level high only. When its time is up, reloading this page asks you to
          log in again.
        </p>
      </section>
      <section class="panel" aria-label="How you opened it">
        ${facts({
          Method: user.acr === undefined ? undefined : urn(user.acr),
          Opened: moment(user.authenticatedAt),
          Closes: moment(new Date(user.authenticatedAt.getTime() + openFor * 1000)),
        })}
      </section>
    `,
  });
}
