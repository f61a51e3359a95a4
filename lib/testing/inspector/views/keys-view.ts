import { html, type Html } from '../../model/html.js';
import { type KeyFetch, nameOfKey } from '../../model/published-key.js';
import type { ExplainedKey } from '../explain/assertion.js';
import { duration } from './words.js';

/** The published keys that an assertion was held against, and where they came from. */
export function keysView(
  keys: readonly ExplainedKey[],
  fetches: readonly KeyFetch[],
  isPasted: boolean,
): Html {
  return html`<h4>Published keys</h4>
    ${fetches.map(fetchView)}
    ${isPasted && html`<p>Pasted in (<code>jwks</code>), not fetched.</p>`}
    ${keys.length === 0 && html`<p>None was looked at.</p>`}
    <ul class="keys">
      ${keys.map(keyView)}
    </ul>`;
}

function fetchView({ url, outcome, took }: KeyFetch): Html {
  const isGood = outcome === 200;
  return html`<p class="${isGood ? 'fits' : 'misfits'}">
    JWKS fetch: <code>${url}</code> answered ${isGood ? '' : 'with '}<strong>${outcome}</strong> in
    ${duration(took)}.
  </p>`;
}

function keyView({ key, isMeant, hasSigned }: ExplainedKey): Html {
  const { kty, alg, use, crv, n } = key;
  const bits = typeof n === 'string' ? `${Buffer.from(n, 'base64url').length * 8} bits` : undefined;
  const kind = [kty, crv, bits, alg, use].filter((part) => typeof part === 'string').join(' · ');
  return html`<li class="${hasSigned ? 'fits' : isMeant ? 'misfits' : ''}">
    <code>${nameOfKey(key)}</code> <small>${kind}</small>
    <strong>${verdictOf(isMeant, hasSigned)}</strong>
  </li>`;
}

function verdictOf(isMeant: boolean, hasSigned: boolean): string {
  if (hasSigned) return isMeant ? 'made the signature' : 'made the signature, but is not named';
  return isMeant ? 'is named, but did not make the signature' : 'is not named';
}
