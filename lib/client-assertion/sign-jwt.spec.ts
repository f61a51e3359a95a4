import { describe, expect, it } from '@jest/globals';

import { type KeyKind, publicJwk } from '../../test/support/private-keys.js';
import { type PublicJwk, toPublicJwk } from '../keys/public-jwk.js';
import type { Signer } from '../keys/signer.js';
import { signJwt } from './sign-jwt.js';

const limit = { signal: new AbortController().signal };
const CLAIMS = { iss: 'client', sub: 'ø' };

/** Remembers what it was given to sign. */
class RecordingSigner implements Signer {
  readonly kid = 'key-1';
  readonly publicJwk: PublicJwk;
  bytes: Uint8Array | undefined;
  signal: AbortSignal | undefined;

  constructor(
    private readonly signature: Uint8Array = new Uint8Array(64).fill(255),
    readonly alg: Signer['alg'] = 'ES256',
    kind: KeyKind = 'P-256',
  ) {
    this.publicJwk = toPublicJwk({ ...publicJwk(kind), kid: this.kid, use: 'sig', alg });
  }

  sign(bytes: Uint8Array, options: { readonly signal: AbortSignal }): Promise<Uint8Array> {
    this.bytes = bytes;
    this.signal = options.signal;
    return Promise.resolve(this.signature);
  }
}

const decoded = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe('signJwt', () => {
  it('makes three parts: header, claims and signature', async () => {
    const parts = (await signJwt(new RecordingSigner(), 'JWT', CLAIMS, limit)).split('.');
    expect(parts).toHaveLength(3);
    expect(decoded(parts[0])).toEqual({ alg: 'ES256', kid: 'key-1', typ: 'JWT' });
    expect(decoded(parts[1])).toEqual(CLAIMS);
    expect(parts[2]).toBe(Buffer.alloc(64, 255).toString('base64url'));
  });

  it('leaves `typ` out when told so', async () => {
    const [header] = (await signJwt(new RecordingSigner(), false, CLAIMS, limit)).split('.');
    expect(decoded(header)).toEqual({ alg: 'ES256', kid: 'key-1' });
  });

  it('is safe in a URL and in a form', async () => {
    const jwt = await signJwt(new RecordingSigner(), 'JWT', CLAIMS, limit);
    expect(jwt).toMatch(/^[\w.-]+$/);
  });

  it('has exactly the first two parts signed', async () => {
    const signer = new RecordingSigner();
    const jwt = await signJwt(signer, 'JWT', CLAIMS, limit);
    expect(Buffer.from(signer.bytes ?? []).toString()).toBe(jwt.slice(0, jwt.lastIndexOf('.')));
  });

  it('hands the signal on to who copies the options', async () => {
    let copied: { readonly signal?: AbortSignal } = {};
    const signer = new RecordingSigner();
    const sign = signer.sign.bind(signer);
    signer.sign = (bytes, options) => {
      copied = { ...options };
      return sign(bytes, options);
    };
    await signJwt(signer, 'JWT', CLAIMS, limit);
    expect(copied.signal).toBe(limit.signal);
  });

  it('hands the signal on', async () => {
    const signer = new RecordingSigner();
    await signJwt(signer, 'JWT', CLAIMS, limit);
    expect(signer.signal).toBe(limit.signal);
  });
});

describe('signJwt takes a signature', () => {
  it.each([
    ['ES256', 64, 'P-256'],
    ['ES384', 96, 'P-384'],
    ['ES512', 132, 'P-521'],
    ['EdDSA', 64, 'ed25519'],
    ['RS256', 256, 'rsa'],
    ['PS256', 384, 'rsa3072'],
  ] as const)('of %s with %d bytes', async (alg, size, kind) => {
    const signer = new RecordingSigner(new Uint8Array(size), alg, kind);
    expect(await signJwt(signer, 'JWT', CLAIMS, limit)).toMatch(/\.A+$/);
  });
});

describe('signJwt refuses a signature', () => {
  it.each([
    ['ES256', 70, 'P-256'],
    ['ES256', 72, 'P-256'],
    ['ES256', 32, 'P-256'],
    ['ES384', 64, 'P-384'],
    ['ES512', 128, 'P-521'],
    ['EdDSA', 0, 'ed25519'],
    ['RS256', 0, 'rsa'],
    ['RS256', 255, 'rsa'],
    ['PS256', 256, 'rsa3072'],
  ] as const)('of %s with %d bytes', async (alg, size, kind) => {
    const signer = new RecordingSigner(new Uint8Array(size), alg, kind);
    await expect(signJwt(signer, 'JWT', CLAIMS, limit)).rejects.toMatchObject({
      code: 'key_invalid',
    });
  });

  it('of RSA, and says how long it is for this key', async () => {
    const signer = new RecordingSigner(new Uint8Array(512), 'RS256', 'rsa');
    await expect(signJwt(signer, 'JWT', CLAIMS, limit)).rejects.toThrow(
      'The key key-1 returned 512 bytes, but a signature of RS256 has 256: return the raw JOSE signature',
    );
  });

  it('and says what to return', async () => {
    const signer = new RecordingSigner(new Uint8Array(71));
    await expect(signJwt(signer, 'JWT', CLAIMS, limit)).rejects.toThrow(
      'The key key-1 returned 71 bytes, but a signature of ES256 has 64: return the raw JOSE signature, which is r || s and not DER',
    );
  });
});
