import type { CriiptoUser } from 'nestjs-criipto-auth';

import { html } from './html.js';
import { layout } from './layout.js';

export function grownUpsPage(user: CriiptoUser | undefined): string {
  return layout({
    title: 'For grown-ups',
    path: '/grown-ups',
    user,
    content: html`
      <section class="hero">
        <h1>You are 18 or older</h1>
        <p class="lead">
          ${
            user
              ? 'Your login said so, or a proof of your age beside it.'
              : 'That is all that this application knows: nobody told it who you are.'
          }
        </p>
      </section>
    `,
  });
}
