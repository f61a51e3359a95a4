import type { CriiptoUser } from 'nestjs-criipto-auth';

import { html } from './html.js';
import { layout } from './layout.js';

export function safePage(user: CriiptoUser): string {
  return layout({
    title: 'The safe',
    path: '/safe',
    user,
    content: html`
      <section class="hero">
        <h1>The safe is open</h1>
        <p class="lead">
          You came with <code>${user.acr}</code>, at
          <time datetime="${user.authenticatedAt.toISOString()}"
            >${user.authenticatedAt.toISOString().slice(11, 19)} UTC</time
          >. Five minutes later it closes, and reloading this page asks you to log in again.
        </p>
      </section>
    `,
  });
}
