import { createPublicKey } from 'node:crypto';

import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CriiptoAuthError, type DecryptionKey, KeyProvider } from 'nestjs-criipto-auth';

import { ClientAssertionService } from '../../lib/client-assertion/client-assertion.service.js';
import { Cookies } from '../../lib/http/cookies.js';
import { HttpClient, type HttpResponse } from '../../lib/http-client/http-client.js';
import { safeReturnTo } from '../../lib/http/return-to.js';
import { Seal } from '../../lib/crypto/seal.js';
import {
  isCallback,
  readAuthorizationResponse,
} from '../../lib/oidc/authorization/authorization-response.js';
import { ProviderRequests } from '../../lib/oidc/client-authentication/provider-requests.js';
import { maxAgeOf } from '../../lib/oidc/discovery/cached-document.js';
import { TokenDecryption } from '../../lib/oidc/validation/encrypted-token.js';
import { validateIdToken } from '../../lib/oidc/validation/id-token.js';
import { readJwtHeader } from '../../lib/oidc/validation/jws-header.js';
import { asCriiptoAuthError } from '../../lib/oidc/messages/oidc-error.js';
import { ProviderClock } from '../../lib/oidc/client-authentication/provider-clock.js';
import { ProviderKeys } from '../../lib/oidc/discovery/provider-keys.js';
import { readMetadata } from '../../lib/oidc/discovery/provider-metadata.js';
import { TokenEndpoint } from '../../lib/oidc/token/token-endpoint.js';
import { toCriiptoUser } from '../../lib/eid/user/to-criipto-user.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingDependencies } from '../support/key-provider-dependencies.js';
import { keyPair } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { resolvedOptions } from '../support/resolved-options.js';

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

/** Something else one time in five, so that it is often all else that is right. */
const mostly = <T>(right: T, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>(right) }, { weight: 1, arbitrary: other });

/** Milliseconds of work, for anything that is as small as what is made up here. */
const AT_MOST = 50;

/** Runs what may only be refused by an error of our own, and soon. */
async function refusedAtMost(run: () => unknown): Promise<void> {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  const { user } = process.cpuUsage();
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
  }
  spent.push((process.cpuUsage().user - user) / 1000);
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
}

/** What each of the runs of one test cost. */
const spent: number[] = [];

afterEach(() => {
  // All but a few, in which the runtime may have compiled or tidied up.
  const slow = spent.filter((milliseconds) => milliseconds > AT_MOST);
  expect(slow.length).toBeLessThanOrEqual(spent.length / 20);
  spent.length = 0;
});

/** A provider that answers so, whatever it is asked. */
class Answering extends HttpClient {
  constructor(
    private readonly body: unknown,
    private readonly contentType = 'application/json',
  ) {
    super({ connect: 1, maxBody: 1024, allowInsecureLoopback: false });
  }

  override send(): Promise<HttpResponse> {
    const headers: Record<string, string> = { 'content-type': this.contentType };
    return Promise.resolve({
      status: 200,
      headers,
      header: (name) => headers[name],
      body: Buffer.from(typeof this.body === 'string' ? this.body : JSON.stringify(this.body)),
    });
  }
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
      fc.asyncProperty(token, (text) => refusedAtMost(() => decryption.open(text, 32 * 1024))),
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
            maxSize: 16 * 1024,
            nonce: 'nonce',
            accessToken: 'token',
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

  it('a JWK set', async () => {
    const { jwk } = KEY;
    const key = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          kty: fc.oneof(fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'AKP'), fc.jsonValue()),
          kid: mostly('a', fc.jsonValue()),
          use: mostly('sig', fc.jsonValue()),
          alg: mostly('RS256', fc.jsonValue()),
          key_ops: mostly(['verify'], fc.jsonValue()),
          crv: fc.oneof(fc.constantFrom('P-256', 'Ed25519', 'X25519'), fc.jsonValue()),
          n: mostly(jwk['n'], fc.jsonValue()),
          e: mostly(jwk['e'], fc.jsonValue()),
          x: mostly('AA', fc.jsonValue()),
          y: mostly('AA', fc.jsonValue()),
          d: fc.constantFrom(undefined, 'AA', null),
        },
        { requiredKeys: [] },
      ),
    );
    const set = fc.oneof(anyObject, fc.string(), fc.record({ keys: fc.array(key) }));
    const uri = () => Promise.resolve(`${ISSUER}/jwks`);
    await fc.assert(
      fc.asyncProperty(set, fc.constantFrom('RS256', 'ES256', 'EdDSA'), (content, alg) => {
        const keys = new ProviderKeys(new Answering(content), new FakeClock(), { uri, timeout: 5 });
        return refusedAtMost(async () => {
          expect((await keys.find(alg, 'a', 'provider')).type).toBe('public');
        });
      }),
    );
  });

  it('a token response', async () => {
    const { keys, ...options } = await resolvedOptions({ issuer: ISSUER });
    const provider = keys.create(new RecordingDependencies());
    if (!(provider instanceof KeyProvider)) throw new Error('Only Nest makes it of a class');
    const clock = new FakeClock();
    const assertions = new ClientAssertionService({ ...options, keys }, provider, clock);
    const response = fc.oneof(
      anyObject,
      fc.string(),
      fc.record(
        {
          access_token: mostly('token', fc.string({ unit: 'binary' })),
          token_type: mostly('Bearer', fc.jsonValue()),
          id_token: mostly('a.b.c', fc.jsonValue()),
          expires_in: mostly('60', fc.oneof(fc.double(), fc.constant('1e999'), fc.jsonValue())),
          scope: mostly('openid', fc.jsonValue()),
          refresh_token: mostly('token', fc.jsonValue()),
          error: mostly(undefined, fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
    );
    const metadata = readMetadata(
      {
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        jwks_uri: `${ISSUER}/jwks`,
      },
      ISSUER,
    );
    const type = fc.constantFrom('application/json', 'application/json; charset=utf-16', 'a/b');
    await fc.assert(
      fc.asyncProperty(response, type, (content, contentType) => {
        const requests = new ProviderRequests(
          { ...options, keys },
          assertions,
          provider,
          new Answering(content, contentType),
          new ProviderClock(clock),
        );
        return refusedAtMost(async () => {
          const tokenEndpoint = new TokenEndpoint({ ...options, keys }, requests, clock);
          const granted = await tokenEndpoint.exchangeCode(metadata, {
            code: 'code',
            codeVerifier: 'v'.repeat(43),
            nonce: 'nonce',
            redirectUri: 'https://app.example.com/auth/callback',
          });
          expect(granted).toMatchObject({
            idToken: expect.any(String),
            accessToken: expect.stringMatching(/^[\x20-\x7e]+$/),
          });
        });
      }),
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
          const callback = readAuthorizationResponse(parameters);
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
  it('the cookie of a name is the only one that was sent under it, or none', () => {
    const name = fc.constantFrom('a', '__Host-a', '\u00A0__Host-a', '__host-a', '', '__proto__');
    const pair = fc.tuple(name, fc.string()).map(([key, value]) => `${key}=${value}`);
    const header = fc.array(fc.oneof(pair, fc.string()), { maxLength: 8 });
    fc.assert(
      fc.property(header, (pairs) => {
        const cookie = pairs.join('; ');
        const cookies = new Cookies(
          { header: () => cookie, appendHeader: () => undefined },
          { secure: true },
        );
        const sent = cookie.split(';').filter((one) => /^[ \t]*__Host-a[ \t]*=/.test(one));
        const value = sent.length === 1 ? sent[0]?.slice(sent[0].indexOf('=') + 1) : undefined;
        expect(cookies.get('a')).toBe(value?.replace(/^[ \t]+|[ \t]+$/g, ''));
      }),
    );
  });

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
    [
      'a callback',
      () => codeOf(() => readAuthorizationResponse(new URLSearchParams({ state: long }))),
    ],
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
