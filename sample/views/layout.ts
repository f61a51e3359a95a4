import type { CriiptoUser } from 'nestjs-criipto-auth';

import { html, type Html } from './html.js';

export interface Page {
  readonly title: string;
  /** Where it is, to mark it in the navigation. */
  readonly path: string;
  /** On a page that no guard stands before, nobody knows who it is. */
  readonly user: CriiptoUser | undefined | 'unknown';
  readonly content: Html;
}

const NAVIGATION = [
  { href: '/', label: 'Home' },
  { href: '/profile', label: 'Profile' },
  { href: '/safe', label: 'The safe' },
  { href: '/sign', label: 'Sign' },
  { href: '/keys', label: 'Keys' },
];

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%234353e0'/%3E%3Ccircle cx='12' cy='16' r='4.5' fill='none' stroke='%23fff' stroke-width='3'/%3E%3Cpath d='M16.5 16H26m-3 0v4.5' fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

export function layout({ title, path, user, content }: Page): string {
  const links = NAVIGATION.map(({ href, label }) =>
    href === path
      ? html`<a href="${href}" aria-current="page">${label}</a>`
      : html`<a href="${href}">${label}</a>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – eID sample</title>
        <link rel="icon" href="${ICON}" />
        <link rel="stylesheet" href="/styles.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header>
          <a class="brand" href="/"
            ><img src="${ICON}" alt="" width="28" height="28" />eID sample</a
          >
          <nav aria-label="Pages">${links}</nav>
          ${user === 'unknown' ? undefined : account(user)}
        </header>
        <main id="content">${content}</main>
        <footer>
          <a href="/.well-known/jwks.json">Our public keys (JWKS)</a>
          <a href="/api/me">/api/me</a>
        </footer>
      </body>
    </html>`.markup;
}

/** By POST: a link could be followed by a prefetch, or be put on another site's page. */
function account(user: CriiptoUser | undefined): Html {
  if (!user) return html`<a class="button" href="/auth/login">Log in</a>`;
  return html`<form class="account" method="post" action="/auth/logout">
    <span>${user.name ?? user.sub}</span>
    <button class="button">Log out</button>
  </form>`;
}
