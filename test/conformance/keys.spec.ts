import type { JsonWebKey } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused, type Misbehaviour } from '../support/expect-refused.js';
import { payloadOf } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { type ProviderKey, providerKey, signedBy } from '../support/provider-key.js';
import { keySet } from '../support/provider-profile.js';
import type { Answer, StubProvider } from '../support/stub-provider.js';

const HOUR = 60 * 60;

/** Other keys than those published so far. */
const rotate = (op: StubProvider): void => {
  op.keys = keySet('RS256', 11);
};

/** A key that has no name, neither where it is published nor in what it signs. */
function nameless(key: ProviderKey): ProviderKey {
  return { ...key, kid: undefined, jwk: { ...key.jwk, kid: undefined } };
}

/** Publishes more beside what is honest. */
const publishBeside = (op: StubProvider, ...others: readonly unknown[]): void =>
  op.answer('jwks', { body: { keys: [...others, ...op.keys.map(({ jwk }) => jwk)] } });

/** Publishes the key that signs, and nothing else, with other members. */
const publishAs = (op: StubProvider, members: JsonWebKey): void => {
  const [key] = op.keys;
  op.answer('jwks', { body: { keys: [{ ...key?.jwk, ...members }] } });
};

const ACCEPTED: readonly (readonly [string, (op: StubProvider) => void])[] = [
  [
    'oidcc-client-test-kid-absent-single-jwks',
    (op) => {
      op.keys = [providerKey('RS256'), providerKey('ES256', 3), providerKey('EdDSA', 6)].map(
        nameless,
      );
    },
  ],
  [
    'oidcc-client-test-signing-key-rotation-just-before-signing',
    (op) =>
      op.forge((token) => {
        rotate(op);
        return op.sign(payloadOf(token));
      }),
  ],
  [
    'JWKS3 keys that nobody can use beside the one',
    (op) =>
      publishBeside(
        op,
        null,
        'key',
        {},
        { kty: 'AKP', kid: 'pq' },
        { kty: 'RSA' },
        { kty: 'oct', k: 'c2VjcmV0' },
      ),
  ],
  [
    'JWKS4 a key of another type under the same name',
    (op) => publishBeside(op, providerKey('ES256', 3, { kid: 'provider-1' }).jwk),
  ],
  [
    'JWKS4 a key for another algorithm under the same name',
    (op) => publishBeside(op, providerKey('RS256', 2, { kid: 'provider-1', alg: 'PS256' }).jwk),
  ],
  [
    'JWKS4 a key for encryption under the same name',
    (op) => publishBeside(op, providerKey('RS256', 2, { kid: 'provider-1', use: 'enc' }).jwk),
  ],
];

const REFUSED: readonly Misbehaviour[] = [
  [
    'oidcc-client-test-kid-absent-multiple-jwks',
    'id_token_key_unknown',
    (op) => {
      op.keys = [1, 2, 11].map((nth) => nameless(providerKey('RS256', nth)));
    },
  ],
  [
    'JWKS2 a key that was never published',
    'id_token_key_unknown',
    (op) => op.forge((token) => signedBy(providerKey('RS256', 11), payloadOf(token))),
  ],
  [
    'JWKS4 two keys that are alike',
    'id_token_key_unknown',
    (op) => publishBeside(op, providerKey('RS256', 2, { kid: 'provider-1' }).jwk),
  ],
  ['JWKS3 a key for encryption', 'id_token_key_unknown', (op) => publishAs(op, { use: 'enc' })],
  [
    'JWKS3 a key that is not for verifying',
    'id_token_key_unknown',
    (op) => publishAs(op, { key_ops: ['encrypt'] }),
  ],
  ['JWKS9 a private key', 'id_token_key_unknown', (op) => publishAs(op, { d: 'c2VjcmV0' })],
];

const UNAVAILABLE: readonly (readonly [string, Answer | (() => undefined)])[] = [
  ['down', { status: 503 }],
  ['gone', { status: 404 }],
  ['hanging up', () => undefined],
  ['elsewhere', { status: 302, headers: { Location: '/jwks' } }],
  ['a page', { headers: { 'Content-Type': 'text/html' }, body: '<p>' }],
  ['empty', { body: '' }],
  ['no set', { body: {} }],
  ['a list', { body: [] }],
  ['10 MB', { body: { keys: [], filler: 'x'.repeat(10_000_000) } }],
];

describeOnGrid('Keys of the provider', {}, (party) => {
  it.each(ACCEPTED)('%s', async (_case, behave) => {
    await expectAccepted(party(), behave);
  });

  it.each(REFUSED)('%s', async (_case, code, misbehave) => {
    await expectRefused(party(), { code, misbehave });
  });

  it.each(UNAVAILABLE)('JWKS7 the keys are %s', async (_case, answer) => {
    await expectRefused(party(), {
      code: 'provider_keys_unavailable',
      misbehave: (op) => op.answer('jwks', answer),
    });
  });

  it('oidcc-client-test-signing-key-rotation', async () => {
    const { provider } = party();
    await expectAccepted(party());
    const browser = new Browser();
    const authorizationUrl = locationOf(await party().begin(browser));
    rotate(provider);
    const callback = await party().callback(browser, provider.login(authorizationUrl));
    expect(callback.status).toBe(303);
    expect(provider.sent('jwks')).toHaveLength(2);
    expect(provider.sent('userinfo')).toHaveLength(2);
  });

  it('JWKS1 one fetch for many logins', async () => {
    for (let login = 0; login < 5; login += 1) await expectAccepted(party());
    expect(party().provider.sent('jwks')).toHaveLength(1);
  });

  it('JWKS1 max-age=0 is not taken at its word', async () => {
    const { provider } = party();
    provider.answer('jwks', (honest) => ({ ...honest, headers: { 'Cache-Control': 'max-age=0' } }));
    for (let login = 0; login < 3; login += 1) await expectAccepted(party());
    expect(provider.sent('jwks')).toHaveLength(1);
  });

  it('JWKS1 nor is a max-age of a year', async () => {
    const { provider, clock } = party();
    provider.answer('jwks', (honest) => ({
      ...honest,
      headers: { 'Cache-Control': 'max-age=31536000' },
    }));
    await expectAccepted(party());
    clock.advance(24 * HOUR);
    await expectAccepted(party());
    expect(provider.sent('jwks')).toHaveLength(2);
  });

  it('JWKS2 made-up names cause two more fetches, and keep nobody out', async () => {
    const { provider } = party();
    await expectAccepted(party());
    for (let nth = 0; nth < 10; nth += 1) {
      provider.idToken({}, { kid: `made-up-${nth}` });
      await party().logIn(new Browser());
    }
    provider.beHonest();
    await expectAccepted(party());
    expect(provider.sent('jwks')).toHaveLength(3);
  });

  it('JWKS2 so do keys that cannot be had', async () => {
    const { provider } = party();
    await expectAccepted(party());
    provider.answer('jwks', { status: 503 });
    for (let nth = 0; nth < 10; nth += 1) {
      provider.idToken({}, { kid: `made-up-${nth}` });
      await party().logIn(new Browser());
    }
    expect(provider.sent('jwks')).toHaveLength(3);
  });

  it('JWKS6 a key that is published no more', async () => {
    const { provider, clock } = party();
    const [old] = provider.keys;
    if (!old) throw new Error('no key');
    await expectAccepted(party());
    await expectAccepted(party(), rotate);
    clock.advance(60);
    await expectRefused(party(), {
      code: 'id_token_key_unknown',
      misbehave: (op) => op.forge((token) => signedBy(old, payloadOf(token))),
    });
  });

  it('JWKS7 known keys serve while the provider is down', async () => {
    const { provider, clock } = party();
    await expectAccepted(party());
    clock.advance(2 * HOUR);
    provider.answer('jwks', { status: 503 });
    await expectAccepted(party());
  });

  it('JWKS7 but no unknown one does', async () => {
    await expectAccepted(party());
    await expectRefused(party(), {
      code: 'provider_keys_unavailable',
      misbehave: (op) => {
        rotate(op);
        op.answer('jwks', { status: 503 });
      },
    });
  });
});
