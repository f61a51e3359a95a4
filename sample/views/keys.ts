import type { CriiptoUser, PublicJwk } from 'nestjs-criipto-auth';
import type { KeyInRing, KeyState } from 'nestjs-criipto-auth/keys';

import { facts } from './facts.js';
import { html, type Html } from './html.js';
import { layout } from './layout.js';
import { moment } from './moment.js';

/** @param ring undefined when the keys do not rotate by themselves. */
export function keysPage(
  user: CriiptoUser,
  published: readonly PublicJwk[],
  ring: readonly KeyInRing[] | undefined,
): string {
  return layout({
    title: 'Keys',
    path: '/keys',
    user,
    content: html`
      <section class="hero">
        <h1>The keys of this application</h1>
        <p class="lead">
          ${
            ring
              ? 'They rotate by themselves: the next key is published long before it signs, and the last one long after.'
              : 'They are its operator’s, and stay until somebody replaces them.'
          }
        </p>
        ${ring ? ACTIONS : undefined}
      </section>
      <section aria-labelledby="ring">
        <h2 id="ring">${ring ? 'In the ring' : 'Published'}</h2>
        <ul class="keys">
          ${ring ? ring.map(keyInRing) : published.map(publishedKey)}
        </ul>
      </section>
    `,
  });
}

const ACTIONS = html`<div class="actions">
  <form method="post" action="/keys/rotation"><button class="button">Rotate</button></form>
  <form method="post" action="/keys/forced-rotation">
    <button class="button quiet">Rotate at once</button>
  </form>
</div>`;

const MEANING: Readonly<Record<KeyState, string>> = {
  waiting: 'is published when it takes over',
  published: 'is known to the provider, and will sign',
  active: 'is the one in use',
  retiring: 'signs no more, and is still published',
  removed: 'is not published any more',
  revoked: 'is never used again',
};

function keyInRing(key: KeyInRing): Html {
  const { kid, use, alg, state, createdAt, activatesAt, publishedUntil } = key;
  return html`<li class="panel">
    <p class="chips">
      <span class="state ${state}">${state}</span><span>${use}</span><span>${alg}</span>
    </p>
    <h3><code>${kid}</code></h3>
    <p>This key ${MEANING[state]}.</p>
    ${facts({
      Made: at(createdAt),
      [state === 'published' ? 'Will sign from' : 'In use since']: at(activatesAt),
      'Published until': publishedUntil === undefined ? undefined : at(publishedUntil),
    })}
  </li>`;
}

function publishedKey({ kid, use, alg }: PublicJwk): Html {
  return html`<li class="panel">
    <p class="chips"><span>${use}</span><span>${alg}</span></p>
    <h3><code>${kid}</code></h3>
  </li>`;
}

function at(seconds: number): Html {
  return moment(new Date(seconds * 1000));
}
