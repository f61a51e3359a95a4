import { createPublicKey } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CriiptoAuthError, type DecryptionKey, KeyProvider } from 'nestjs-criipto-auth';

import { Cookies } from '../../lib/http/cookies.js';
import { safeReturnTo } from '../../lib/http/return-to.js';
import { Seal } from '../../lib/http/seal.js';
import { isCallback, readCallback } from '../../lib/login/callback-parameters.js';
import { maxAgeOf } from '../../lib/oidc/cached-document.js';
import { TokenDecryption } from '../../lib/oidc/encrypted-token.js';
import { validateIdToken } from '../../lib/oidc/id-token.js';
import { readJwtHeader } from '../../lib/oidc/jwt-front.js';
import { asCriiptoAuthError } from '../../lib/oidc/oidc-error.js';
import { readMetadata } from '../../lib/oidc/provider-metadata.js';
import { toCriiptoUser } from '../../lib/eid/to-criipto-user.js';
import { keyPair } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';

const ISSUER = 'https://acme.criipto.id';
const KEY = providerKey();

/** Names that have a meaning in JavaScript and should have none in a token. */
const wickedName = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
);
const anyObject = fc.dictionary(fc.oneof(fc.string(), wickedName), fc.jsonValue(), { maxKeys: 12 });

class OurKeys extends KeyProvider {
  override signer = () => Promise.reject(new Error('nothing to sign'));
  override publicKeys = () => Promise.resolve([]);

  override decryptionKeys(): Promise<readonly DecryptionKey[]> {
    const { privateKey } = keyPair('rsa');
    return Promise.resolve([{ kid: 'enc-1', alg: 'RSA-OAEP-256', privateKey }]);
  }
}

/** Runs what may only be refused by an error of our own. */
async function refusedAtMost(run: () => unknown): Promise<void> {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
  }
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
}

describe('whatever comes in, nothing but our own errors comes out of', () => {
  it('the front of a token', async () => {
    const segment = fc.oneof(fc.base64String(), fc.string(), fc.json().map(base64url));
    const token = fc.oneof(
      fc.string(),
      fc.array(segment, { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(token, (text) =>
        refusedAtMost(() => readJwtHeader(text, { alg: 'RS256', maxSize: 16_384 })),
      ),
    );
  });

  it('an encrypted token', async () => {
    const header = fc.oneof(
      anyObject,
      fc.record({
        alg: fc.oneof(fc.constant('RSA-OAEP-256'), fc.jsonValue()),
        enc: fc.oneof(fc.constantFrom('A256GCM', 'A128CBC-HS256'), fc.jsonValue()),
        kid: fc.oneof(fc.constant('enc-1'), fc.string(), fc.jsonValue()),
      }),
    );
    const front = header.map((members) => base64url(JSON.stringify(members)));
    const segment = fc.uint8Array({ maxLength: 300 }).map(base64url);
    const token = fc
      .tuple(front, segment, segment, segment, segment)
      .map((segments) => segments.join('.'));
    const decryption = new TokenDecryption(new OurKeys(), 5);
    await fc.assert(
      fc.asyncProperty(token, (text) => refusedAtMost(() => decryption.openIdToken(text))),
      { numRuns: 60 },
    );
  });

  it('an ID token that is well signed', async () => {
    const keys = { find: async () => createPublicKey(KEY.privateKey) };
    const claims = fc.oneof(
      anyObject,
      fc.jsonValue(),
      fc.record({
        iss: fc.oneof(fc.constant(ISSUER), fc.jsonValue()),
        sub: fc.oneof(fc.string(), fc.jsonValue()),
        aud: fc.oneof(fc.constant('client'), fc.array(fc.jsonValue()), fc.jsonValue()),
        exp: fc.oneof(fc.double(), fc.integer(), fc.jsonValue()),
        iat: fc.oneof(fc.double(), fc.integer(), fc.jsonValue()),
        nonce: fc.oneof(fc.constant('nonce'), fc.jsonValue()),
      }),
    );
    await fc.assert(
      fc.asyncProperty(claims, async (payload) => {
        const token = await signedBy(KEY, payload);
        await refusedAtMost(async () => {
          const valid = await validateIdToken(token, keys, {
            issuer: ISSUER,
            clientId: 'client',
            alg: 'RS256',
            nonce: 'nonce',
            now: 1_800_000_000,
            clockTolerance: 60,
          });
          expect(valid.iss).toBe(ISSUER);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('claims of any shape', async () => {
    const context = { issuer: ISSUER, authenticatedAt: new Date(0) };
    await fc.assert(
      fc.asyncProperty(anyObject, (claims) =>
        refusedAtMost(() => toCriiptoUser({ ...claims, sub: 'somebody' }, context)),
      ),
    );
  });

  it('a discovery document', async () => {
    const document = fc.oneof(
      anyObject,
      fc.record({
        issuer: fc.oneof(fc.constant(ISSUER), fc.webUrl(), fc.jsonValue()),
        authorization_endpoint: fc.oneof(fc.webUrl(), fc.jsonValue()),
        token_endpoint: fc.oneof(fc.webUrl(), fc.jsonValue()),
        jwks_uri: fc.oneof(fc.webUrl(), fc.jsonValue()),
        userinfo_endpoint: fc.oneof(fc.webUrl(), fc.jsonValue()),
        acr_values_supported: fc.jsonValue(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(document, (content) => refusedAtMost(() => readMetadata(content, ISSUER))),
    );
  });

  it('a callback', async () => {
    const name = fc.oneof(
      fc.constantFrom('code', 'state', 'error', 'iss', 'id_token', 'state[]', 'code[a]'),
      fc.string(),
    );
    const query = fc.array(fc.tuple(name, fc.string()), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(query, (pairs) =>
        refusedAtMost(() => {
          const parameters = new URLSearchParams(pairs);
          const callback = readCallback(parameters);
          expect(isCallback(parameters)).toBe(true);
          expect(parameters.getAll('state')).toEqual([callback.state]);
        }),
      ),
    );
  });

  it('an error of any kind', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(asCriiptoAuthError(thrown)).toBeInstanceOf(CriiptoAuthError);
      }),
    );
  });
});

describe('whatever comes in', () => {
  it('a cookie is one that was sealed so, or none', () => {
    const seal = new Seal(['a secret that is long enough for this'], 'session');
    const carrier = (cookie: string) => ({ header: () => cookie, appendHeader: () => undefined });
    fc.assert(
      fc.property(fc.string(), fc.base64String(), (header, value) => {
        const cookies = new Cookies(carrier(`${header}; session=${value}`), { secure: false });
        expect(seal.open('session', cookies.get('session') ?? '', 0)).toBeUndefined();
      }),
    );
  });

  it('an age is a whole number of seconds, or none', () => {
    const header = fc.oneof(
      fc.string(),
      fc.double().map((age) => `max-age=${age}`),
      fc.string().map((text) => `public, max-age=60${text}`),
    );
    fc.assert(
      fc.property(header, (text) => {
        const age = maxAgeOf(text);
        expect(age === undefined || (Number.isSafeInteger(age) && age >= 0)).toBe(true);
      }),
    );
  });

  it('a way back leads to where a browser would stay on our origin', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '//',
      '.',
      '..',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      '%2f',
      '%5c',
      '\t',
      '\n',
      'https:',
      'javascript:',
      'a',
    );
    const path = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(path, (wanted) => {
        const accepted = safeReturnTo(wanted) ?? '/';
        expect(new URL(accepted, 'https://app.example.com').origin).toBe('https://app.example.com');
        expect(accepted).toMatch(/^\/(?![/\\])/);
      }),
      { numRuns: 2000 },
    );
  });
});

// A reader that goes back and forth would take minutes.
describe('a million characters cost no time to', () => {
  const long = 'a, '.repeat(350_000);

  it.each<[string, () => unknown]>([
    ['Cache-Control', () => maxAgeOf(long)],
    [
      'a cookie header',
      () =>
        new Cookies({ header: () => long, appendHeader: () => undefined }, { secure: true }).get(
          'x',
        ),
    ],
    ['a way back', () => safeReturnTo(`/${long}`)],
    ['a token', () => codeOf(() => readJwtHeader(long, { alg: 'RS256', maxSize: 16_384 }))],
    ['a seal', () => new Seal(['secret'], 'session').open('x', long, 0)],
    ['a callback', () => codeOf(() => readCallback(new URLSearchParams({ state: long })))],
  ])('%s', (_what, read) => {
    const { user } = process.cpuUsage();
    read();
    expect((process.cpuUsage().user - user) / 1000).toBeLessThan(2000);
  });
});

function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function base64url(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url');
}
