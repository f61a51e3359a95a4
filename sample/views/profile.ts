import type { CriiptoUser, PublicJwk } from 'nestjs-criipto-auth';

import type { DecodedAssertion } from '../assertion/remembering-assertion.service.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { masked } from './masked.js';

export interface SignedAssertion extends DecodedAssertion {
  /** The public half of the key that signed it. */
  readonly publicKey: PublicJwk;
}

export function profilePage(user: CriiptoUser, assertion: SignedAssertion | undefined): string {
  return layout({
    title: 'Profile',
    path: '/profile',
    user,
    content: html`
      <section class="hero">
        <h1>${user.name ?? user.sub}</h1>
        <p class="chips">
          <span>${user.eid}</span><span>level ${user.level ?? 'not stated'}</span>
        </p>
      </section>
      ${personSection(user)} ${assertion ? assertionSection(assertion) : undefined}
      ${claimsSection(user)}
    `,
  });
}

function personSection(user: CriiptoUser): Html {
  return html`<section class="panel" aria-labelledby="person">
    <h2 id="person">The user</h2>
    <dl>
      ${fact('Given name', user.givenName)} ${fact('Family name', user.familyName)}
      ${fact('Born', user.birthdate)} ${fact('Country', user.country)}
      ${fact('National id', user.nationalId === undefined ? undefined : masked(user.nationalId))}
      ${fact('Logged in', user.authenticatedAt.toISOString())} ${fact('Method', user.acr)}
      ${fact('Subject', user.sub)} ${fact('Issuer', user.issuer)}
    </dl>
  </section>`;
}

function fact(name: string, value: Html | string | undefined): Html {
  return value === undefined
    ? html``
    : html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`;
}

function assertionSection({ header, claims, publicKey }: SignedAssertion): Html {
  return html`<section aria-labelledby="assertion">
    <h2 id="assertion">How this application proved itself</h2>
    <p>
      With every request to the provider goes a new client assertion (<code>private_key_jwt</code>).
      The last one said:
    </p>
    <div class="columns">
      ${json('Header', header)} ${json('Claims', claims)} ${json('Public key', publicKey)}
    </div>
  </section>`;
}

function json(title: string, value: object): Html {
  return html`<figure class="panel">
    <figcaption>${title}</figcaption>
    <pre><code>${JSON.stringify(value, null, 2)}</code></pre>
  </figure>`;
}

function claimsSection({ claims, nationalId }: CriiptoUser): Html {
  const rows = Object.entries(claims).map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>
          ${value === nationalId && nationalId !== undefined ? masked(nationalId) : textOf(value)}
        </td>
      </tr>`,
  );
  return html`<section class="panel" aria-labelledby="claims">
    <h2 id="claims">What the eID said</h2>
    <table aria-labelledby="claims">
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
