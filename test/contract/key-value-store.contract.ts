import { beforeEach, describe, expect, it } from '@jest/globals';

import type { KeyValueStore } from '../../lib/stores/key-value-store.js';

/** A store to try, and how to let time pass for it. */
export interface StoreUnderTest {
  readonly store: KeyValueStore;
  /** Seconds, a whole number. */
  readonly passTime: (seconds: number) => void | Promise<void>;
}

const TTL = 60;

/**
 * What every `KeyValueStore` must do.
 *
 * @param create makes a store that is empty: asked before every test.
 */
export function describeKeyValueStore(
  name: string,
  create: () => StoreUnderTest | Promise<StoreUnderTest>,
): void {
  describe(`${name} as KeyValueStore`, () => {
    let store: KeyValueStore;
    let passTime: StoreUnderTest['passTime'];

    beforeEach(async () => {
      ({ store, passTime } = await create());
    });

    describe('get', () => {
      it('finds nothing where nothing was written', async () => {
        expect(await store.get('a')).toBeUndefined();
      });

      it('finds what was written, as often as it is asked', async () => {
        await store.set('a', '1', TTL);
        expect([await store.get('a'), await store.get('a')]).toEqual(['1', '1']);
      });

      it('finds nothing from the moment on at which it expired', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL);
        expect(await store.get('a')).toBeUndefined();
      });

      it('still finds it shortly before', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL - 1);
        expect(await store.get('a')).toBe('1');
      });

      it.each([
        ['an empty text', ''],
        ['a text with every kind of letter', 'ø 汉 👍🏽 \0 \r\n "\\'],
        ['a long text', 'a'.repeat(100_000)],
      ])('finds %s as it was written', async (_what, value) => {
        await store.set('a', value, TTL);
        expect(await store.get('a')).toBe(value);
      });

      it.each(['', '__proto__', 'constructor', 'login:criipto-login-x_-', 'ø 汉', 'a*', 'A'])(
        'takes any text for a key, such as %j',
        async (key) => {
          await store.set('a', 'other', TTL);
          expect(await store.get(key)).toBeUndefined();
          await store.set(key, '1', TTL);
          expect(await store.get(key)).toBe('1');
        },
      );
    });

    describe('set', () => {
      it('writes over what was there', async () => {
        await store.set('a', '1', TTL);
        await store.set('a', '2', TTL);
        expect(await store.get('a')).toBe('2');
      });

      it('starts the time anew', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL - 1);
        await store.set('a', '2', TTL);
        await passTime(TTL - 1);
        expect(await store.get('a')).toBe('2');
      });

      it('may shorten the time', async () => {
        await store.set('a', '1', TTL);
        await store.set('a', '2', 1);
        await passTime(1);
        expect(await store.get('a')).toBeUndefined();
      });

      it('leaves other keys alone', async () => {
        await store.set('a', '1', TTL);
        await store.set('b', '2', TTL);
        expect(await store.get('a')).toBe('1');
      });
    });

    describe('take', () => {
      it('finds nothing where nothing was written', async () => {
        expect(await store.take('a')).toBeUndefined();
      });

      it('gives the value once', async () => {
        await store.set('a', '1', TTL);
        expect([await store.take('a'), await store.take('a')]).toEqual(['1', undefined]);
      });

      it('gives an empty value once, too', async () => {
        await store.set('a', '', TTL);
        expect([await store.take('a'), await store.take('a')]).toEqual(['', undefined]);
      });

      it('leaves nothing to get', async () => {
        await store.set('a', '1', TTL);
        await store.take('a');
        expect(await store.get('a')).toBeUndefined();
      });

      it('gives nothing that expired', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL);
        expect(await store.take('a')).toBeUndefined();
      });

      it('gives the value to exactly one of many who ask at once', async () => {
        await store.set('a', '1', TTL);
        const takers = Array.from({ length: 20 }, () => store.take('a'));
        const taken = (await Promise.all(takers)).filter((value) => value !== undefined);
        expect(taken).toEqual(['1']);
      });
    });

    describe('putIfAbsent', () => {
      it('writes where nothing is', async () => {
        expect(await store.putIfAbsent('a', '1', TTL)).toBe(true);
        expect(await store.get('a')).toBe('1');
      });

      it('leaves what is there, and its time', async () => {
        await store.set('a', '1', TTL);
        expect(await store.putIfAbsent('a', '2', 10 * TTL)).toBe(false);
        expect(await store.get('a')).toBe('1');
        await passTime(TTL);
        expect(await store.get('a')).toBeUndefined();
      });

      it('counts an empty value as something', async () => {
        await store.set('a', '', TTL);
        expect(await store.putIfAbsent('a', '2', TTL)).toBe(false);
      });

      it('writes where something expired', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL);
        expect(await store.putIfAbsent('a', '2', TTL)).toBe(true);
      });

      it('writes where something was taken', async () => {
        await store.set('a', '1', TTL);
        await store.take('a');
        expect(await store.putIfAbsent('a', '2', TTL)).toBe(true);
      });

      it('writes what expires', async () => {
        await store.putIfAbsent('a', '1', TTL);
        await passTime(TTL);
        expect(await store.get('a')).toBeUndefined();
      });

      it('writes for exactly one of many who ask at once', async () => {
        const writers = Array.from({ length: 20 }, (_, value) =>
          store.putIfAbsent('a', String(value), TTL),
        );
        const wrote = await Promise.all(writers);
        expect(wrote.filter(Boolean)).toHaveLength(1);
        expect(await store.get('a')).toBe(String(wrote.indexOf(true)));
      });
    });

    describe('compareAndSet', () => {
      it('writes over what was expected', async () => {
        await store.set('a', '1', TTL);
        expect(await store.compareAndSet('a', '1', '2', TTL)).toBe(true);
        expect(await store.get('a')).toBe('2');
      });

      it('leaves anything else, and its time', async () => {
        await store.set('a', '1', TTL);
        expect(await store.compareAndSet('a', '0', '2', 10 * TTL)).toBe(false);
        expect(await store.get('a')).toBe('1');
        await passTime(TTL);
        expect(await store.get('a')).toBeUndefined();
      });

      it('writes nothing where nothing is', async () => {
        expect(await store.compareAndSet('a', '', '2', TTL)).toBe(false);
        expect(await store.get('a')).toBeUndefined();
      });

      it('writes nothing where the expected value expired', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL);
        expect(await store.compareAndSet('a', '1', '2', TTL)).toBe(false);
      });

      it('compares the whole text', async () => {
        await store.set('a', '1.0', TTL);
        expect(await store.compareAndSet('a', '1', '2', TTL)).toBe(false);
      });

      it('starts the time anew', async () => {
        await store.set('a', '1', TTL);
        await passTime(TTL - 1);
        await store.compareAndSet('a', '1', '2', TTL);
        await passTime(TTL - 1);
        expect(await store.get('a')).toBe('2');
      });

      it('writes for exactly one of many who expect the same', async () => {
        await store.set('a', 'old', TTL);
        const writers = Array.from({ length: 20 }, (_, value) =>
          store.compareAndSet('a', 'old', String(value), TTL),
        );
        const wrote = await Promise.all(writers);
        expect(wrote.filter(Boolean)).toHaveLength(1);
        expect(await store.get('a')).toBe(String(wrote.indexOf(true)));
      });
    });
  });
}
