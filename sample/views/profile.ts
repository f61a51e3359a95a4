import type { CriiptoUser, PublicJwk } from 'nestjs-criipto-auth';

import type { DecodedAssertion } from '../assertion/remembering-assertion.service.js';
import { facts } from './facts.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { masked } from './masked.js';
import { moment } from './moment.js';
import { urn } from './urn.js';

export interface SignedAssertion extends DecodedAssertion {
  /** The public half of the key that signed it. */
  readonly publicKey: PublicJwk;
}

export interface ProfileParts {
  readonly assertion: SignedAssertion | undefined;
  /** How it keeps to what the Finnish Trust Network demands, if it does. */
  readonly ftn: Html | undefined;
}

export function profilePage(user: CriiptoUser, { assertion, ftn }: ProfileParts): string {
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
      ${personSection(user)} ${ftn} ${assertion ? assertionSection(assertion) : undefined}
      ${claimsSection(user)}
    `,
  });
}

function personSection(user: CriiptoUser): Html {
  return html`<section class="panel" aria-labelledby="person">
    <h2 id="person">The user</h2>
    ${facts({
      'Given name': user.givenName,
      'Family name': user.familyName,
      Born: user.birthdate,
      Country: user.country,
      'National id': user.nationalId === undefined ? undefined : masked(user.nationalId),
      'Logged in': moment(user.authenticatedAt),
      Method: user.acr === undefined ? undefined : urn(user.acr),
      Subject: user.sub,
      Issuer: user.issuer,
    })}
  </section>`;
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
  const texts = Object.entries(claims).map(
    ([name, value]) => [name, claimText(value, nationalId)] as const,
  );
  return html`<section class="panel" aria-labelledby="claims">
    <h2 id="claims">What the eID said</h2>
    ${facts(Object.fromEntries(texts))}
  </section>`;
}

function claimText(value: unknown, nationalId: string | undefined): Html | string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return nationalId !== undefined && text.includes(nationalId) ? masked(nationalId) : text;
}
