import { constants, createHash, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { codeFrom, codeOf } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { type KeyKind, keyPair, publicJwk } from '../../../test/support/private-keys.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { Signer } from '../signer.js';
import { probeSigner } from '../sources/signer-probe.js';
import { type RemoteSign, remoteSigner, type RemoteSignerOptions } from './remote-signer.js';

const { signal } = new AbortController();
const BYTES = Buffer.from('header.claims');
const SOON = 0.02;

/** A key in another place: makes signatures as it is told to, and remembers what it was given. */
class RemoteKey {
  readonly inputs: Uint8Array[] = [];
  readonly signals: AbortSignal[] = [];
  private readonly script: RemoteSign[] = [];

  constructor(private readonly usual: RemoteSign) {}

  /** What the next calls do, before it is as usual again. */
  next(...calls: readonly RemoteSign[]): void {
    this.script.push(...calls);
  }

  readonly sign: RemoteSign = (bytes, options) => {
    this.inputs.push(bytes);
    this.signals.push(options.signal);
    return (this.script.shift() ?? this.usual)(bytes, options);
  };
}

const fails: RemoteSign = () => Promise.reject(new Error('arn:aws:kms:hidden is throttled'));
const hangs: RemoteSign = () => new Promise(() => undefined);
const signsDer: RemoteSign = async (bytes) => sign('sha256', bytes, keyPair('P-256').privateKey);

function anEs256Signer(options: Partial<RemoteSignerOptions> = {}, usual = signsDer) {
  const key = new RemoteKey(usual);
  const signer = remoteSigner({
    alg: 'ES256',
    publicJwk: publicJwk('P-256'),
    mode: 'message',
    signatureFormat: 'der',
    sign: key.sign,
    retry: { delay: 0 },
    ...options,
  });
  return { key, signer };
}

const signWith = (signer: Signer) => signer.sign(BYTES, new AbortController());

describe('remoteSigner', () => {
  it('is named by the thumbprint of its key, and publishes that', () => {
    const { signer } = anEs256Signer();
    expect(signer.kid).toMatch(/^[\w-]{43}$/);
    expect(signer.publicJwk).toEqual({
      ...publicJwk('P-256'),
      kid: signer.kid,
      alg: 'ES256',
      use: 'sig',
    });
  });

  it('has the name that it is given', () => {
    const { signer } = anEs256Signer({ kid: 'hsm-1' });
    expect([signer.kid, signer.publicJwk.kid]).toEqual(['hsm-1', 'hsm-1']);
  });

  it.each<[SigningAlgorithm, KeyKind]>([
    ['ES256', 'P-256'],
    ['ES384', 'P-384'],
    ['ES512', 'P-521'],
  ])('makes %s of the DER that a service returns', async (alg, kind) => {
    const hash = `sha${alg.slice(2)}`;
    const signer = remoteSigner({
      alg,
      publicJwk: publicJwk(kind),
      mode: 'message',
      signatureFormat: 'der',
      sign: async (bytes) => sign(hash, bytes, keyPair(kind).privateKey),
    });
    expect(await probeSigner(signer)).toBe('works');
  });

  it('leaves a signature of RSA as it is', async () => {
    const signer = remoteSigner({
      alg: 'PS256',
      publicJwk: publicJwk('rsa'),
      mode: 'message',
      sign: async (bytes) => signPss(bytes, keyPair('rsa').privateKey),
    });
    expect(await probeSigner(signer)).toBe('works');
  });

  it('hands over the bytes themselves', async () => {
    const { key, signer } = anEs256Signer();
    await signWith(signer);
    expect(key.inputs).toEqual([BYTES]);
  });

  it.each<[SigningAlgorithm, KeyKind, string]>([
    ['ES256', 'P-256', 'sha256'],
    ['ES512', 'P-521', 'sha512'],
    ['PS384', 'rsa', 'sha384'],
  ])('hands over their hash for %s', async (alg, kind, hash) => {
    const key = new RemoteKey(async () => new Uint8Array(132));
    const signer = remoteSigner({
      alg,
      publicJwk: publicJwk(kind),
      mode: 'digest',
      sign: key.sign,
    });
    const large = Buffer.alloc(100_000, 'claims');
    await signer.sign(large, { signal });
    expect(key.inputs).toEqual([createHash(hash).update(large).digest()]);
  });

  it('makes RS256 of a hash, as a service does that knows no messages', async () => {
    const signer = remoteSigner({
      alg: 'RS256',
      publicJwk: publicJwk('rsa'),
      mode: 'digest',
      sign: async (digest) => privateEncrypt(keyPair('rsa').privateKey, digestInfo(digest)),
    });
    expect(await probeSigner(signer)).toBe('works');
  });

  it('shows no more than its public half', () => {
    const { signer } = anEs256Signer({ kid: 'hsm-1' });
    expect(Object.keys(signer).toSorted()).toEqual(['alg', 'kid', 'publicJwk']);
  });
});

describe('remoteSigner tries', () => {
  it('once more after a failure', async () => {
    const { key, signer } = anEs256Signer();
    key.next(fails);
    expect(await signWith(signer)).toHaveLength(64);
    expect(key.inputs).toEqual([BYTES, BYTES]);
  });

  it('no more than twice', async () => {
    const { key, signer } = anEs256Signer({}, fails);
    expect(await codeFrom(signWith(signer))).toBe('signer_failed');
    expect(key.inputs).toHaveLength(2);
  });

  it('only once when told so', async () => {
    const { key, signer } = anEs256Signer({ retry: false }, fails);
    expect(await codeFrom(signWith(signer))).toBe('signer_failed');
    expect(key.inputs).toHaveLength(1);
  });

  it('again after what took too long, and tells that to stop', async () => {
    const { key, signer } = anEs256Signer({ timeout: SOON });
    key.next(hangs);
    expect(await signWith(signer)).toHaveLength(64);
    expect(key.signals.map(({ reason }) => (reason as Error | undefined)?.name)).toEqual([
      'TimeoutError',
      undefined,
    ]);
  });

  it('for no longer than all attempts may take', async () => {
    const { key, signer } = anEs256Signer({ timeout: 60, retry: { budget: SOON } }, hangs);
    expect(await codeFrom(signWith(signer))).toBe('signer_failed');
    expect(key.inputs).toHaveLength(1);
    expect(key.signals[0]?.aborted).toBe(true);
  });

  it('not at all once the caller gave up', async () => {
    const { key, signer } = anEs256Signer();
    const given = signer.sign(BYTES, { signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect(key.inputs).toEqual([]);
  });

  it('for no longer than the caller waits', async () => {
    const patience = new AbortController();
    const { key, signer } = anEs256Signer({}, (_bytes, options) => {
      patience.abort();
      return Promise.reject(options.signal.reason);
    });
    const given = signer.sign(BYTES, { signal: patience.signal });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect(key.inputs).toHaveLength(1);
  });
});

describe('remoteSigner fails with signer_failed', () => {
  const failed = { code: 'signer_failed', retryable: true, status: 503 };

  it.each<[string, RemoteSign]>([
    ['rejects', fails],
    [
      'throws',
      () => {
        throw new Error('hidden');
      },
    ],
    ['rejects with nothing', () => Promise.reject()],
    // A client written in JavaScript: it returns less than its type says.
    ['returns nothing', () => Promise.resolve(undefined as unknown as Uint8Array)],
  ])('when the service %s', async (_what, usual) => {
    const { signer } = anEs256Signer({}, usual);
    await expect(signWith(signer)).rejects.toMatchObject(failed);
  });

  it('and repeats nothing of what the service said', async () => {
    const { signer } = anEs256Signer({ kid: 'hsm-1' }, fails);
    const failure: unknown = await signWith(signer).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'The key hsm-1 could not sign (Error)' });
    expect(inspect(failure, { depth: 5 })).not.toContain('hidden');
  });
});

describe('remoteSigner refuses', () => {
  it('what should be DER and is not', async () => {
    const { signer } = anEs256Signer({}, async () => new Uint8Array(64));
    expect(await codeFrom(signWith(signer))).toBe('key_invalid');
  });

  /** As they may come out of a configuration file, or out of JavaScript. */
  const notTyped = [
    ['an algorithm that it does not know', { alg: 'HS256' }, 'invalid_options'],
    ['no mode', { mode: undefined }, 'invalid_options'],
    ['another mode', { mode: 'hash' }, 'invalid_options'],
    ['another form of signature', { signatureFormat: 'jws' }, 'invalid_options'],
    ['nothing that signs', { sign: undefined }, 'invalid_options'],
  ] as unknown as [string, Partial<RemoteSignerOptions>, string][];

  it.each<[string, Partial<RemoteSignerOptions>, string]>([
    ['a hash for EdDSA', { alg: 'EdDSA', mode: 'digest' }, 'key_invalid'],
    ['DER for RSA', { alg: 'RS256' }, 'key_invalid'],
    ['a key that is none', { publicJwk: { kty: 'EC' } }, 'key_invalid'],
    ['a name with a line end', { kid: 'a\nb' }, 'key_invalid'],
    ['a name of 100 kB', { kid: 'x'.repeat(102_400) }, 'key_invalid'],
    [
      'a key that only encrypts',
      { publicJwk: publicJwk('P-256', { key_ops: ['encrypt'] }) },
      'key_invalid',
    ],
    ['a key of another type', { publicJwk: publicJwk('rsa') }, 'key_invalid'],
    ['a key on another curve', { publicJwk: publicJwk('P-384') }, 'key_invalid'],
    ['a name that is empty', { kid: '' }, 'key_invalid'],
    ...notTyped,
    ['more time than a timer counts', { timeout: 3_000_000 }, 'invalid_options'],
    ['no time at all', { timeout: 0 }, 'invalid_options'],
    ['time that is no number', { timeout: Number.NaN }, 'invalid_options'],
    ['an endless budget', { retry: { budget: Infinity } }, 'invalid_options'],
    ['a delay before the failure', { retry: { delay: -1 } }, 'invalid_options'],
    ['no signature at a time', { concurrency: 0 }, 'invalid_options'],
    ['no failure at all', { circuitBreaker: { failures: 0 } }, 'invalid_options'],
    ['a pause of nothing', { circuitBreaker: { pause: 0 } }, 'invalid_options'],
  ])('%s', (_what, options, code) => {
    expect(codeOf(() => anEs256Signer(options))).toBe(code);
  });
});

describe('remoteSigner leaves a key alone that keeps failing', () => {
  const clock = new FakeClock();
  const failing = () => {
    const made = anEs256Signer({
      clock,
      retry: false,
      circuitBreaker: { failures: 2, pause: 30 },
    });
    made.key.next(fails, fails);
    return made;
  };

  it('and fails at once meanwhile', async () => {
    const { key, signer } = failing();
    for (let login = 0; login < 4; login += 1)
      expect(await codeFrom(signWith(signer))).toBe('signer_failed');
    expect(key.inputs).toHaveLength(2);
  });

  it('until a pause has passed', async () => {
    const { signer } = failing();
    for (let login = 0; login < 2; login += 1) await codeFrom(signWith(signer));
    clock.advance(30);
    expect(await signWith(signer)).toHaveLength(64);
    expect(await signWith(signer)).toHaveLength(64);
  });

  it('but not because callers gave up', async () => {
    const patience = new AbortController();
    const { key, signer } = anEs256Signer({ circuitBreaker: { failures: 1 } });
    key.next((_bytes, options) => {
      patience.abort();
      return Promise.reject(options.signal.reason);
    });
    const given = signer.sign(BYTES, { signal: patience.signal });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect(await signWith(signer)).toHaveLength(64);
  });

  it('unless told never to', async () => {
    const { key, signer } = anEs256Signer({ retry: false, circuitBreaker: false }, fails);
    for (let login = 0; login < 20; login += 1) await codeFrom(signWith(signer));
    expect(key.inputs).toHaveLength(20);
  });
});

it('remoteSigner asks for so many signatures at a time', async () => {
  let [running, most] = [0, 0];
  const { signer } = anEs256Signer({ concurrency: 3 }, async (...call) => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return signsDer(...call);
  });
  await Promise.all(Array.from({ length: 20 }, () => signWith(signer)));
  expect(most).toBe(3);
});

describe('remoteSigner with calls that ignore their signal', () => {
  const clock = new FakeClock();
  const options = {
    clock,
    concurrency: 2,
    timeout: SOON,
    retry: false,
    circuitBreaker: false,
  } as const;

  it('gives their places back at the limit, and lets few of them hang', async () => {
    const { key, signer } = anEs256Signer(options, hangs);
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeFrom(signWith(signer))));
    expect(new Set(codes)).toEqual(new Set(['signer_failed']));
    expect(key.inputs.length).toBeLessThan(4);
    await expect(signWith(signer)).rejects.toThrow('too many calls have not ended');
  });

  it('goes on as soon as one of them has ended', async () => {
    let end = (): void => undefined;
    const ends: RemoteSign = () =>
      new Promise((_, reject) => {
        end = () => reject(new Error('late'));
      });
    const { key, signer } = anEs256Signer(options);
    key.next(hangs, ends);
    await Promise.all([codeFrom(signWith(signer)), codeFrom(signWith(signer))]);
    expect(await codeFrom(signWith(signer))).toBe('signer_failed');
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await signWith(signer)).toHaveLength(64);
  });

  it('asks once after each pause, and goes on after an answer', async () => {
    const { key, signer } = anEs256Signer(options);
    key.next(hangs, hangs, hangs);
    await Promise.all([codeFrom(signWith(signer)), codeFrom(signWith(signer))]);
    clock.advance(30);
    await Promise.all([codeFrom(signWith(signer)), codeFrom(signWith(signer))]);
    expect(key.inputs).toHaveLength(3);
    clock.advance(30);
    expect(await signWith(signer)).toHaveLength(64);
    expect(await signWith(signer)).toHaveLength(64);
  });
});

function signPss(bytes: Uint8Array, key: KeyObject): Uint8Array {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return sign('sha256', bytes, { key, padding, saltLength: 32 });
}

/** RFC 8017 section 9.2, note 1. */
function digestInfo(sha256: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), sha256]);
}
