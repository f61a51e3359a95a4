import { describe, expect, it } from '@jest/globals';

import * as library from '../../lib/index.js';
import * as postgres from '../../lib/postgres/index.js';
import * as redis from '../../lib/redis/index.js';

const { Clock, InMemoryStore, KeyRingStore, KeyValueStore, SystemClock, Timer } = library;

/** What an application makes itself, and gives to options or to Nest. */
const PORTS = [Clock, KeyRingStore, KeyValueStore, library.KeyProvider, Timer];

type AnyClass = new (...args: readonly unknown[]) => object;

// Those whose text says that they are one.
const classes = Object.entries<unknown>({ ...library, ...postgres, ...redis }).filter(([, made]) =>
  /^class\b/.test(String(made)),
) as [string, AnyClass][];
const implementations = classes.filter(([, made]) =>
  PORTS.some((port) => made.prototype instanceof port),
);

/** As JavaScript would, and Nest for a class of which it knows no parameters. */
function makeAll(): Record<string, string> {
  return Object.fromEntries(
    implementations.map(([name, Made]) => {
      try {
        return [name, typeof new Made()];
      } catch {
        return [name, 'refused'];
      }
    }),
  );
}

describe('an implementation of a port that is made without arguments', () => {
  it('does without them, or refuses at once', () => {
    expect(makeAll()).toEqual({
      FileKeyRingStore: 'refused',
      InMemoryKeyRingStore: 'object',
      InMemoryStore: 'object',
      PostgresKeyRingStore: 'refused',
      PostgresStore: 'refused',
      RedisKeyRingStore: 'refused',
      RedisStore: 'refused',
      SystemClock: 'object',
      SystemTimer: 'object',
    });
  });

  it('is a store that keeps the time of the machine', async () => {
    const store = new InMemoryStore();
    await store.set('key', 'value', 60);
    await store.set('over', 'value', 0);
    expect([await store.get('key'), await store.get('over')]).toEqual(['value', undefined]);
    expect(Math.abs(new SystemClock().now() - Date.now())).toBeLessThan(1000);
  });
});

describe('every service that Nest makes', () => {
  const services = classes.filter(
    ([, made]) => made.length > 0 && Reflect.hasMetadata('__injectable__', made),
  );

  it.each(services)('has a name for each of its parameters: %s', (_name, made) => {
    // As the compiler notes them, one for each parameter.
    const types = Reflect.getMetadata('design:paramtypes', made) as readonly unknown[];
    expect(types.length).toBeGreaterThanOrEqual(made.length);
    expect(types).not.toContain(Object);
    expect(types).not.toContain(undefined);
  });
});
