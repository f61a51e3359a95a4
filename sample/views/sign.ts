import type { CriiptoUser } from 'nestjs-criipto-auth';

import type { Agreement } from '../signing/agreements.js';
import type { Signature } from '../signing/signatures.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { moment } from './moment.js';

interface Offer {
  readonly agreement: Agreement;
  readonly canSign: boolean;
  readonly signature: Signature | undefined;
}

export function signPage(user: CriiptoUser, offers: readonly Offer[]): string {
  return layout({
    title: 'Sign',
    path: '/sign',
    user,
    content: html`
      <section class="hero">
        <h1>Sign something</h1>
        <p class="lead">
          A login may carry a text. The eID’s app shows it, and the user confirms with the code or
          the face that also logs in.
        </p>
        ${offers.some(({ canSign }) => canSign) ? undefined : CHOOSE_ANOTHER}
      </section>
      <section aria-label="Agreements">
        <ul class="cards">
          ${offers.map(offerCard)}
        </ul>
      </section>
    `,
  });
}

const CHOOSE_ANOTHER = html`<p class="note">
  MitID and BankID Sweden sign here.
  <a href="/">Log in with one of them</a>
</p>`;

function offerCard({ agreement, canSign, signature }: Offer): Html {
  const { id, title, text } = agreement;
  return html`<li class="card">
    <h2>${title}</h2>
    <blockquote>${text}</blockquote>
    ${
      signature &&
      html`<p>You <a href="/signed/${id}">signed this</a> on ${moment(signature.signedAt)}.</p>`
    }
    ${canSign ? html`<p><a class="button" href="/sign/${id}">Sign: ${title}</a></p>` : undefined}
  </li>`;
}
