import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Seal } from './seal.js';

const SECRET = 'a secret of at least thirty-two letters';
const OLDER_SECRET = 'the secret that was used before this one';
const NOW = 1_790_000_000;
const LATER = NOW + 900;

const sealOf = (purpose = 'session', ...secrets: readonly string[]) =>
  new Seal(secrets.length === 0 ? [SECRET] : secrets, purpose);

/** The same text with one character replaced by another of the alphabet. */
function withOtherCharacter(text: string, place: number, shift: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const at = place % text.length;
  const other = alphabet[(alphabet.indexOf(text.charAt(at)) + shift) % alphabet.length];
  return text.slice(0, at) + other + text.slice(at + 1);
}

describe('Seal opens', () => {
  it('any JSON value that it sealed, under any name', () => {
    const seal = sealOf();
    const roundTrip = fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.jsonValue({ stringUnit: 'grapheme' }),
      (name, value) => {
        const opened = seal.open(name, seal.seal(name, value, LATER), NOW);
        expect(JSON.stringify(opened)).toBe(JSON.stringify(value));
      },
    );
    fc.assert(roundTrip);
  });

  it('what another instance with the same secret sealed', () => {
    expect(sealOf().open('a', sealOf().seal('a', 1, LATER), NOW)).toBe(1);
  });

  it('until the last second', () => {
    expect(sealOf().open('a', sealOf().seal('a', 1, LATER), LATER - 1)).toBe(1);
  });

  it('what an older secret sealed, when the secret was rolled over', () => {
    const sealed = sealOf('session', OLDER_SECRET).seal('a', 1, LATER);
    expect(sealOf('session', SECRET, OLDER_SECRET).open('a', sealed, NOW)).toBe(1);
  });
});

describe('Seal seals', () => {
  it('with the first secret', () => {
    const sealed = sealOf('session', SECRET, OLDER_SECRET).seal('a', 1, LATER);
    expect(sealOf('session', SECRET).open('a', sealed, NOW)).toBe(1);
  });

  it('so that nothing of the value shows', () => {
    const sealed = sealOf().seal('a', 'a national id', LATER);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('national');
  });

  it('the same value differently every time', () => {
    const [one, other] = [1, 2].map(() => sealOf().seal('a', 1, LATER));
    expect(one).not.toBe(other);
  });

  it('into letters that a cookie may hold', () => {
    expect(sealOf().seal('a', { b: 'c' }, LATER)).toMatch(/^[\w-]+$/);
  });

  it('nothing without a secret', () => {
    expect(() => new Seal([], 'session').seal('a', 1, LATER)).toThrow('A seal needs a secret');
  });
});

describe('Seal does not open', () => {
  const sealed = sealOf().seal('a', { sub: 'asta' }, LATER);

  it('what expired, from the very second on', () => {
    expect(sealOf().open('a', sealed, LATER)).toBeUndefined();
  });

  it('what was sealed under another name', () => {
    expect(sealOf().open('b', sealed, NOW)).toBeUndefined();
  });

  it('what was sealed for another purpose', () => {
    expect(sealOf('login').open('a', sealed, NOW)).toBeUndefined();
  });

  it('what was sealed with another secret', () => {
    expect(sealOf('session', OLDER_SECRET).open('a', sealed, NOW)).toBeUndefined();
  });

  it('what a secret sealed that is not in use any more', () => {
    const rolled = sealOf('session', 'a third secret, which nobody knew before', SECRET);
    const old = sealOf('session', OLDER_SECRET).seal('a', 1, LATER);
    expect(rolled.open('a', old, NOW)).toBeUndefined();
  });

  it('a name and a purpose that only together read the same', () => {
    const shifted = sealOf('session\0x').seal('a', 1, LATER);
    expect(sealOf('session').open('x\0a', shifted, NOW)).toBeUndefined();
  });

  it('a seal with any character changed', () => {
    const changed = fc.property(fc.nat(), fc.integer({ min: 1, max: 63 }), (place, shift) => {
      const forged = withOtherCharacter(sealed, place, shift);
      expect(sealOf().open('a', forged, NOW)).toBeUndefined();
    });
    fc.assert(changed, { numRuns: 1000 });
  });

  it('a seal that was cut short, anywhere', () => {
    const cut = Array.from({ length: sealed.length }, (_, length) =>
      sealOf().open('a', sealed.slice(0, length), NOW),
    );
    expect(new Set(cut)).toEqual(new Set([undefined]));
  });

  it.each([
    ['with more behind it', `${sealed}A`],
    ['with padding', `${sealed}=`],
    ['with a letter of another alphabet in it', `${sealed.slice(0, 9)}!${sealed.slice(9)}`],
    ['with a space before it', ` ${sealed}`],
    [
      'of another version',
      Buffer.of(2, ...Buffer.from(sealed, 'base64url').subarray(1)).toString('base64url'),
    ],
  ])('a seal %s', (_what, forged) => {
    expect(sealOf().open('a', forged, NOW)).toBeUndefined();
  });

  it('any text at all', () => {
    const anything = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sealOf().open('a', text, NOW)).toBeUndefined();
    });
    fc.assert(anything);
  });
});
