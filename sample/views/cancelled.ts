import type { CriiptoUser } from 'nestjs-criipto-auth';

import { html } from './html.js';
import { layout } from './layout.js';

export function cancelledPage(user: CriiptoUser | undefined): string {
  return layout({
    title: 'Cancelled',
    path: '/cancelled',
    user,
    content: html`
      <section class="hero">
        <h1>You cancelled the login</h1>
        <p class="lead">Nothing happened, and nothing was stored. You can try again at any time.</p>
        <p><a class="button primary" href="/">Choose an eID</a></p>
      </section>
    `,
  });
}
