import { setImmediate, setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';

import { codeFrom } from '../../test/support/code-of.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { RecordingDependencies } from '../../test/support/key-provider-dependencies.js';
import { type KeyKind, privateJwk } from '../../test/support/private-keys.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import { KeyProvider } from '../keys/key-provider.js';
import type { PublicJwk } from '../keys/public-jwk.js';
import type { Signer } from '../keys/signer.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import type { AssertionOptions } from '../options/sections/assertion-options.js';
import { ClientAssertionService } from './client-assertion.service.js';

const CLIENT_ID = 'urn:my:application:identifier:1234';
const ISSUER = 'https://acme.criipto.id';
const TOKEN_ENDPOINT = `${ISSUER}/oauth2/token`;
const EXPIRES_SOON = 0.02;

interface Setting {
  readonly assertion?: AssertionOptions;
  readonly issuer?: string;
  /** In place of the issuer. */
  readonly provider?: Pick<CriiptoAuthOptions, 'domain'>;
  readonly keys?: KeyProvider;
  readonly jwk?: ReturnType<typeof privateJwk>;
  /** Seconds that a key may take. */
  readonly timeout?: number;
}

/** A service as the module makes it. */
async function aService(setting: Setting = {}) {
  const jwk = setting.jwk ?? privateJwk('P-256');
  const resolved = await resolveOptions(
    {
      ...(setting.provider ?? { issuer: setting.issuer ?? ISSUER }),
      clientId: CLIENT_ID,
      baseUrl: 'https://app.example.com',
      keys: setting.keys ?? { jwks: JSON.stringify(jwk) },
      session: { secret: 'a secret that is long enough for everyone' },
      ...(setting.assertion && { assertion: setting.assertion }),
    },
    {},
    {},
  );
  const keys = setting.keys ?? builtFrom(resolved);
  const clock = new FakeClock();
  const options = Object.assign({}, resolved, { http: shortened(resolved, setting.timeout) });
  return { service: new ClientAssertionService(options, keys, clock), keys, clock };
}

function builtFrom({ keys }: ResolvedOptions): KeyProvider {
  const provider = keys.create(new RecordingDependencies());
  if (provider instanceof KeyProvider) return provider;
  throw new Error('A JWK set makes a provider');
}

function shortened({ http }: ResolvedOptions, request = http.timeouts.request) {
  return { ...http, timeouts: { ...http.timeouts, request } };
}

/** Somebody's own provider, whose signer does as a test says. */
class OwnKeys extends KeyProvider {
  constructor(private readonly own: Partial<Signer> | (() => Promise<Signer>)) {
    super();
  }

  override async signer(): Promise<Signer> {
    if (typeof this.own === 'function') return this.own();
    return { ...(await plainSigner()), ...this.own };
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return builtIn.publicKeys();
  }
}

const { keys: builtIn } = await aService();

/** The built-in signer as an object that can be spread. */
async function plainSigner(): Promise<Signer> {
  const signer = await builtIn.signer();
  const { kid, alg, publicJwk } = signer;
  return { kid, alg, publicJwk, sign: (bytes, options) => signer.sign(bytes, options) };
}

async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('A client assertion', () => {
  it('has this header, and nothing else in it', async () => {
    const { service, keys } = await aService();
    const { kid } = await keys.signer();
    expect(decodeProtectedHeader(await service.create())).toEqual({
      alg: 'ES256',
      kid,
      typ: 'client-authentication+jwt',
    });
  });

  it('has these claims, and nothing else among them', async () => {
    const { service, clock } = await aService();
    expect(decodeJwt(await service.create())).toEqual({
      iss: CLIENT_ID,
      sub: CLIENT_ID,
      aud: ISSUER,
      jti: expect.stringMatching(/^[\w-]{43}$/),
      iat: clock.seconds(),
      exp: clock.seconds() + 60,
    });
  });

  it('has a `jti` of its own, every time', async () => {
    const { service } = await aService();
    const made = await Promise.all(Array.from({ length: 20 }, () => service.create()));
    expect(new Set(made.map((jwt) => decodeJwt(jwt).jti)).size).toBe(20);
  });

  it('is issued now, not when the last one was', async () => {
    const { service, clock } = await aService();
    await service.create();
    clock.advance(3600);
    expect(decodeJwt(await service.create()).iat).toBe(clock.seconds());
  });

  it('is signed by the key that is active now', async () => {
    const kids = ['first', 'second'];
    const keys = new OwnKeys(async () => ({ ...(await plainSigner()), kid: kids.shift() ?? '' }));
    const { service } = await aService({ keys });
    expect(decodeProtectedHeader(await service.create()).kid).toBe('first');
    expect(decodeProtectedHeader(await service.create()).kid).toBe('second');
  });

  it.each<[SigningAlgorithm, KeyKind]>([
    ['RS256', 'rsa'],
    ['RS384', 'rsa'],
    ['RS512', 'rsa'],
    ['PS256', 'rsa'],
    ['PS384', 'rsa'],
    ['PS512', 'rsa'],
    ['ES256', 'P-256'],
    ['ES384', 'P-384'],
    ['ES512', 'P-521'],
    ['EdDSA', 'ed25519'],
  ])('signed by %s is verified by the published key', async (algorithm, kind) => {
    const { service, keys, clock } = await aService({
      jwk: privateJwk(kind),
      assertion: { algorithm },
    });
    const [published] = await keys.publicKeys();
    const { protectedHeader } = await jwtVerify(
      await service.create(),
      await importJWK({ ...published }, algorithm),
      {
        algorithms: [algorithm],
        issuer: CLIENT_ID,
        subject: CLIENT_ID,
        audience: ISSUER,
        typ: 'client-authentication+jwt',
        requiredClaims: ['jti', 'iat', 'exp'],
        currentDate: new Date(clock.now()),
      },
    );
    expect(protectedHeader).toMatchObject({ alg: algorithm, kid: published?.kid });
  });
});

describe('A client assertion as configured', () => {
  it.each([1, 120, 300])('lives for %d seconds', async (lifetime) => {
    const { service, clock } = await aService({ assertion: { lifetime } });
    expect(decodeJwt(await service.create()).exp).toBe(clock.seconds() + lifetime);
  });

  it('has another `typ`', async () => {
    const { service } = await aService({ assertion: { typ: 'JWT' } });
    expect(decodeProtectedHeader(await service.create()).typ).toBe('JWT');
  });

  it('has `alg` and `kid` alone with `domain`', async () => {
    const { service, keys } = await aService({ provider: { domain: 'acme.criipto.id' } });
    const { kid } = await keys.signer();
    expect(decodeProtectedHeader(await service.create())).toEqual({ alg: 'ES256', kid });
  });

  it('has the `typ` that was written, also with `domain`', async () => {
    const { service } = await aService({
      provider: { domain: 'acme.criipto.id' },
      assertion: { typ: 'client-authentication+jwt' },
    });
    expect(decodeProtectedHeader(await service.create()).typ).toBe('client-authentication+jwt');
  });

  it('has no `typ`', async () => {
    const { service } = await aService({ assertion: { typ: false } });
    expect(decodeProtectedHeader(await service.create())).not.toHaveProperty('typ');
  });

  it.each([
    ['one text', 'https://idp.example/own'],
    ['a list', ['https://idp.example/own', 'https://idp.example/other']],
  ])('is for an audience of your own: %s', async (_what, audience) => {
    const { service } = await aService({ assertion: { audience } });
    const assertion = await service.create({ endpoint: TOKEN_ENDPOINT });
    expect(decodeJwt(assertion).aud).toEqual(audience);
  });
});

describe('A client assertion for the issuer', () => {
  it('names it to the letter', async () => {
    const { service } = await aService({ issuer: 'https://id.example.org/tenant/' });
    expect(decodeJwt(await service.create()).aud).toBe('https://id.example.org/tenant/');
  });

  it('names it whatever endpoint is called', async () => {
    const { service } = await aService();
    const assertion = await service.create({ endpoint: TOKEN_ENDPOINT });
    expect(decodeJwt(assertion).aud).toBe(ISSUER);
  });
});

describe('A client assertion for the endpoint', () => {
  const audienceOf = async (endpoint?: string) => {
    const { service } = await aService({ assertion: { audience: 'endpoint' } });
    return decodeJwt(await service.create(endpoint === undefined ? {} : { endpoint })).aud;
  };

  it.each([TOKEN_ENDPOINT, `${ISSUER}/oauth2/par`])('names %s', async (endpoint) => {
    expect(await audienceOf(endpoint)).toBe(endpoint);
  });

  it.each([
    ['none is called', undefined],
    ['it is at another host', 'https://victim.example/oauth2/token'],
    ['it is at another port', 'https://acme.criipto.id:8443/oauth2/token'],
    ['it is not https', 'http://acme.criipto.id/oauth2/token'],
    ['it is at a host that begins like ours', 'https://acme.criipto.id.evil.example/oauth2/token'],
    ['it hides another host', 'https://acme.criipto.id@victim.example/oauth2/token'],
    ['it is no URL', 'oauth2/token'],
  ])('names the issuer when %s', async (_why, endpoint) => {
    expect(await audienceOf(endpoint)).toBe(ISSUER);
  });
});

describe('ClientAssertionService#parameters', () => {
  it('are the two of RFC 7521, with a new assertion', async () => {
    const { service } = await aService();
    const [one, other] = [await service.parameters(), await service.parameters()];
    expect(one).toEqual({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    expect(other.client_assertion).not.toBe(one.client_assertion);
  });

  it('are for the called endpoint when configured so', async () => {
    const { service } = await aService({ assertion: { audience: 'endpoint' } });
    const { client_assertion: assertion } = await service.parameters({ endpoint: TOKEN_ENDPOINT });
    expect(decodeJwt(assertion).aud).toBe(TOKEN_ENDPOINT);
  });
});

describe('ClientAssertionService refuses', () => {
  it('a key that does not sign what is configured, and says what to do', async () => {
    const { service } = await aService({
      keys: new OwnKeys({ kid: 'key-1' }),
      assertion: { algorithm: 'PS256' },
    });
    expect(await failureOf(service.create())).toMatchObject({
      code: 'key_invalid',
      message:
        'The key key-1 signs ES256, but `assertion.algorithm` is PS256: leave it out, or let your KeyProvider give a key that fits it',
    });
  });

  it('a signature that is DER', async () => {
    const keys = new OwnKeys({ sign: () => Promise.resolve(new Uint8Array(71)) });
    const { service } = await aService({ keys });
    expect(await failureOf(service.create())).toMatchObject({ code: 'key_invalid' });
  });
});

describe('ClientAssertionService fails with signer_failed', () => {
  const failed = { code: 'signer_failed', retryable: true };
  const secret = 'arn:aws:kms:eu-north-1:1234:key/hidden';

  it.each<[string, Signer['sign']]>([
    ['rejects', () => Promise.reject(new Error(secret))],
    [
      'throws',
      () => {
        throw new Error(secret);
      },
    ],
    ['rejects with nothing', () => Promise.reject()],
    ['returns nothing', () => Promise.resolve(undefined as unknown as Uint8Array)],
  ])('when the key %s', async (_what, sign) => {
    const { service } = await aService({ keys: new OwnKeys({ sign }) });
    expect(await failureOf(service.create())).toMatchObject(failed);
  });

  it('and repeats nothing of what the key said', async () => {
    const error = Object.assign(new Error(secret), { name: 'ThrottlingException' });
    const keys = new OwnKeys({ kid: 'key-1', sign: () => Promise.reject(error) });
    const { service } = await aService({ keys });
    const failure = await failureOf(service.create());
    expect(failure).toMatchObject({
      message: 'The key key-1 could not sign (ThrottlingException)',
    });
    expect(inspect(failure)).not.toContain('hidden');
  });

  it('when the key takes too long, and tells it to stop', async () => {
    let stopped: unknown;
    const sign: Signer['sign'] = (_bytes, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = signal.reason;
          reject(signal.reason);
        });
      });
    const { service } = await aService({ keys: new OwnKeys({ sign }), timeout: EXPIRES_SOON });
    expect(await failureOf(service.create())).toMatchObject(failed);
    expect(stopped).toMatchObject({ name: 'TimeoutError' });
  });

  it('when the key provider and the key take too long together', async () => {
    const half = async (): Promise<void> => {
      await setTimeout(EXPIRES_SOON * 700);
    };
    const signer = await plainSigner();
    const sign: Signer['sign'] = (bytes, options) => half().then(() => signer.sign(bytes, options));
    const keys = new OwnKeys(() => half().then(() => ({ ...signer, sign })));
    const { service } = await aService({ keys, timeout: EXPIRES_SOON });
    const codes = ['signer_failed', 'key_unavailable']; // as this machine is busy
    expect(codes).toContain(await codeFrom(service.create()));
  });

  it('when the key takes too long and does not heed that', async () => {
    const sign: Signer['sign'] = () => new Promise(() => undefined);
    const { service } = await aService({ keys: new OwnKeys({ sign }), timeout: EXPIRES_SOON });
    expect(await failureOf(service.create())).toMatchObject(failed);
  });
});

describe('ClientAssertionService fails with key_unavailable', () => {
  const unavailable = { code: 'key_unavailable', retryable: true };

  it.each<[string, () => Promise<Signer>]>([
    ['rejects', () => Promise.reject(new Error('hidden'))],
    [
      'throws',
      () => {
        throw new Error('hidden');
      },
    ],
    ['rejects with nothing', () => Promise.reject()],
  ])('when the provider of keys %s', async (_what, signer) => {
    const { service } = await aService({ keys: new OwnKeys(signer) });
    const failure = await failureOf(service.create());
    expect(failure).toMatchObject(unavailable);
    expect(inspect(failure)).not.toContain('hidden');
  });

  it('when the provider of keys takes too long', async () => {
    const keys = new OwnKeys(() => new Promise(() => undefined));
    const { service } = await aService({ keys, timeout: EXPIRES_SOON });
    expect(await failureOf(service.create())).toMatchObject(unavailable);
  });

  it('and signs with no key that comes when nobody waits for it any more', async () => {
    let arrive: (signer: Signer) => void = () => undefined;
    const late = new Promise<Signer>((resolve) => {
      arrive = resolve;
    });
    const { service } = await aService({ keys: new OwnKeys(() => late), timeout: EXPIRES_SOON });
    expect(await failureOf(service.create())).toMatchObject(unavailable);
    let signatures = 0;
    const sign: Signer['sign'] = () => Promise.resolve(Buffer.alloc((signatures += 1)));
    arrive({ ...(await plainSigner()), sign });
    await setImmediate();
    expect(signatures).toBe(0);
  });
});
