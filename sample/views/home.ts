import type { CriiptoUser, ResolvedOptions } from 'nestjs-criipto-auth';

import { OFFERED_EIDS, type OfferedEid } from '../login/eids.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { urn } from './urn.js';

export function homePage(user: CriiptoUser | undefined, { issuer, ftn }: ResolvedOptions): string {
  return layout({
    title: 'Home',
    path: '/',
    user,
    content: html`
      <section class="hero">
        <h1>${user ? `Hello, ${user.givenName ?? user.name ?? 'you'}` : 'Who are you?'}</h1>
        <p class="lead">
          This application has no client secret. It proves itself to <code>${issuer}</code> by
          signing with a key of its own.
        </p>
        ${ftn ? FTN_MODE : undefined}
      </section>
      <section aria-labelledby="eids">
        <h2 id="eids">${user ? 'Log in as somebody else' : 'Log in with'}</h2>
        <ul class="tiles">
          ${OFFERED_EIDS.map(eidTile)}
        </ul>
      </section>
      <section aria-labelledby="look">
        <h2 id="look">Then have a look at</h2>
        <ul class="cards">
          ${PLACES.map(placeCard)}
        </ul>
      </section>
    `,
  });
}

const FTN_MODE = html`<p class="note">
  <strong>Finnish Trust Network:</strong> this application signs its requests, and gets nothing back
  that is not encrypted for a second key.
</p>`;

const PLACES = [
  {
    href: '/profile',
    title: 'Your profile',
    text: 'Who you are to this application, and the signed assertion by which it found out.',
  },
  {
    href: '/safe',
    title: 'The safe',
    text: 'Opens to MitID at level high, used within the last five minutes.',
  },
  {
    href: '/grown-ups',
    title: 'For grown-ups',
    text: 'Asks for an age of 18, and not for who you are.',
  },
  {
    href: '/company',
    title: 'Your company',
    text: 'Asks for a login with MitID Erhverv, for a company.',
  },
  {
    href: '/sign',
    title: 'Something to sign',
    text: 'A text that MitID or BankID shows, and that its user confirms.',
  },
  {
    href: '/api/me',
    title: 'The API',
    text: 'A program that is not logged in gets 401, where a browser is sent to log in.',
  },
  {
    href: '/auth/callback?state=1&state=2',
    title: 'An error',
    text: 'What a browser sees that comes back from a login with something odd.',
  },
];

function eidTile({ id, label, country, request }: OfferedEid): Html {
  return html`<li>
    <a class="tile" href="/login/${id}">
      <span class="badge" aria-hidden="true">${country}</span>
      <span><strong>${label}</strong><small>${urn(request.acrValues)}</small></span>
    </a>
  </li>`;
}

function placeCard({ href, title, text }: (typeof PLACES)[number]): Html {
  return html`<li class="card">
    <h3><a href="${href}">${title}</a></h3>
    <p>${text}</p>
  </li>`;
}
