import type { CriiptoUser } from 'nestjs-criipto-auth';

import type { Signature } from '../signing/signatures.js';
import { facts } from './facts.js';
import { html } from './html.js';
import { layout } from './layout.js';
import { moment } from './moment.js';

export function signedPage(user: CriiptoUser, { agreement, signedAt, proof }: Signature): string {
  return layout({
    title: 'Signed',
    path: '/sign',
    user,
    content: html`
      <section class="hero">
        <h1>You signed it</h1>
        <p class="lead">${agreement.title}</p>
        <blockquote>${agreement.text}</blockquote>
      </section>
      <section class="panel" aria-label="The signature">
        ${facts({
          'Signed by': user.name ?? user.sub,
          With: user.acr,
          At: moment(signedAt),
          'What the eID says was signed': html`<code>${proof}</code>`,
        })}
      </section>
      <section><a href="/sign">Back to what can be signed</a></section>
    `,
  });
}
