import { sign, verify } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { codeOf } from '../../../test/support/code-of.js';
import { keyPair } from '../../../test/support/private-keys.js';
import { derToJose, isEcdsa } from './der-to-jose.js';

const CURVES = [
  ['ES256', 'P-256', 'sha256', 64],
  ['ES384', 'P-384', 'sha384', 96],
  ['ES512', 'P-521', 'sha512', 132],
] as const;

describe('derToJose', () => {
  it('converts 2,000 signatures, those whose r or s is short among them', () => {
    const { privateKey, publicKey } = keyPair('P-256');
    let short = 0;
    for (let count = 0; count < 2000; count += 1) {
      const message = Buffer.from(`message ${count}`);
      const raw = derToJose(sign('sha256', message, privateKey), 'ES256');
      if (raw[0] === 0 || raw[32] === 0) short += 1;
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
      if (raw.length !== 64 || !verify('sha256', message, key, raw))
        throw new Error(`Not converted: ${Buffer.from(raw).toString('hex')}`);
    }
    // One in 128 is expected; none at all would happen once in six million runs.
    expect(short).toBeGreaterThan(0);
  });

  it.each(CURVES)(
    'puts back the zeros in front of r and s, in 2,000 signatures of %s on %s',
    (alg, _curve, _hash, size) => {
      fc.assert(
        fc.property(withZeros(size / 2), withZeros(size / 2), (r, s) => {
          const der = sequence(integer(shortest(r)), integer(shortest(s)));
          expect(Buffer.from(derToJose(der, alg))).toEqual(Buffer.concat([r, s]));
        }),
        { numRuns: 2000 },
      );
    },
  );

  it.each(CURVES)('makes a signature of %s that verifies on %s', (alg, curve, hash, size) => {
    const { privateKey, publicKey } = keyPair(curve);
    const message = Buffer.from('a message');
    const raws = Array.from({ length: 20 }, () => derToJose(sign(hash, message, privateKey), alg));
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    expect(raws.every((raw) => raw.length === size && verify(hash, message, key, raw))).toBe(true);
  });

  it.each(CURVES)(
    'puts the smallest and the largest numbers of %s in place',
    (alg, _c, _h, size) => {
      const half = size / 2;
      const largest = Buffer.alloc(half, 0xff);
      const der = sequence(integer([1]), integer([0, ...largest]));
      const raw = Buffer.from(derToJose(der, alg));
      expect(raw).toEqual(Buffer.concat([Buffer.alloc(half - 1), Buffer.from([1]), largest]));
    },
  );
});

describe('derToJose refuses', () => {
  const [one, two] = [integer([1]), integer([2])];
  const tooLarge = integer([1, ...Buffer.alloc(32)]);

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['a tag alone', Buffer.from([0x30])],
    ['a raw signature', Buffer.alloc(64, 1)],
    ['a raw signature that begins like DER', Buffer.alloc(64, 0x30)],
    ['what follows the signature', Buffer.concat([sequence(one, two), Buffer.from([0])])],
    ['a third number', sequence(one, two, one)],
    ['a single number', sequence(one)],
    ['what is cut short', sequence(one, two).subarray(0, 7)],
    ['numbers that are no integers', sequence(Buffer.from([0x04, 1, 1]), two)],
    ['an empty number', sequence(integer([]), two)],
    ['zero', sequence(integer([0]), two)],
    ['a negative number', sequence(one, integer([0x80]))],
    ['a number with zeros in front', sequence(integer([0, 1]), two)],
    ['a number too large for the curve', sequence(tooLarge, two)],
    ['a long length for a short one', Buffer.from([0x30, 0x81, 6, ...one, ...two])],
    ['a length of two bytes', Buffer.from([0x30, 0x82, 0, 6, ...one, ...two])],
    ['an open-ended length', Buffer.from([0x30, 0x80, ...one, ...two, 0, 0])],
  ])('%s', (_what, der) => {
    expect(codeOf(() => derToJose(der, 'ES256'))).toBe('key_invalid');
  });
});

describe('isEcdsa', () => {
  it.each<[string, boolean]>([
    ['ES256', true],
    ['ES512', true],
    ['RS256', false],
    ['EdDSA', false],
    ['toString', false],
  ])('of %s is %s', (alg, expected) => {
    expect(isEcdsa(alg)).toBe(expected);
  });
});

/** A number above zero in so many bytes, of which one or more in front are zero. */
function withZeros(size: number): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.integer({ min: 1, max: 255 }), fc.uint8Array({ maxLength: size - 2 }))
    .map(([first, rest]) =>
      Buffer.concat([Buffer.alloc(size - 1 - rest.length), Buffer.of(first), rest]),
    );
}

/** As DER has it: without zeros in front, but for one where the number would be negative. */
function shortest(number: Buffer): readonly number[] {
  const digits = [...number.subarray(number.findIndex((byte) => byte !== 0))];
  return (digits[0] ?? 0) < 0x80 ? digits : [0, ...digits];
}

function integer(value: Iterable<number>): Buffer {
  const bytes = Buffer.from([...value]);
  return Buffer.from([0x02, bytes.length, ...bytes]);
}

function sequence(...elements: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(elements);
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.from([0x30, ...length, ...content]);
}
