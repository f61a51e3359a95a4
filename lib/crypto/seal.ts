import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

import { randomBytes } from './random-bytes.js';

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const VERSION_BYTE = Buffer.of(VERSION);
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES;

export interface Sealed {
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly value: unknown;
}

/**
 * Seals values for a round trip through the browser: nobody else can read, change or make one, nor
 * use it under another name, for another purpose or after it expired.
 *
 * AES-256-GCM; one key per purpose, derived by HKDF-SHA-256 (RFC 5869) from each secret; the first
 * secret seals, every secret opens, so that secrets can be rolled over.
 */
export class Seal {
  private readonly keys: readonly KeyObject[];

  constructor(
    secrets: readonly string[],
    private readonly purpose: string,
  ) {
    this.keys = secrets.map((secret) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'nestjs-criipto-auth', purpose, 32))),
    );
  }

  /** Seals a JSON value under a name until `expiresAt`, in seconds since the epoch. */
  seal(name: string, value: unknown, expiresAt: number): string {
    const [key] = this.keys;
    if (!key) throw new TypeError('A seal needs a secret');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(this.binding(name));
    const sealed = cipher.update(JSON.stringify({ expiresAt, value }), 'utf8');
    const rest = cipher.final(); // before there is a tag
    return Buffer.concat([VERSION_BYTE, iv, cipher.getAuthTag(), sealed, rest]).toString(
      'base64url',
    );
  }

  /** The value, or `undefined` for anything that this application did not seal so, or that has expired. */
  open(name: string, sealed: string, now: number): unknown {
    return this.read(name, sealed, now)?.value;
  }

  /** The same, and until when it is good. */
  read(name: string, sealed: string, now: number): Sealed | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    // Node reads many texts as the same bytes. Only one of them was sealed.
    if (bytes.toString('base64url') !== sealed) return undefined;
    if (bytes.length <= HEADER_BYTES || bytes[0] !== VERSION) return undefined;
    for (const key of this.keys) {
      const opened = this.decrypt(key, name, bytes);
      if (opened) return opened.expiresAt > now ? opened : undefined;
    }
    return undefined;
  }

  private decrypt(key: KeyObject, name: string, bytes: Buffer): Sealed | undefined {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, 1 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(this.binding(name))
      .setAuthTag(bytes.subarray(1 + IV_BYTES, HEADER_BYTES));
    const text = decipher.update(bytes.subarray(HEADER_BYTES));
    try {
      decipher.final();
    } catch {
      // Not authentic under this key: another secret, another name, or tampered with.
      return undefined;
    }
    // Authentic, so it is what seal() wrote.
    return JSON.parse(text.toString('utf8')) as Sealed;
  }

  private binding(name: string): Buffer {
    return Buffer.from(`${this.purpose}\0${name}`);
  }
}
