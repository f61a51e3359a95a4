import { describe, expect, it } from '@jest/globals';
import { createClient, createCluster } from 'redis';

import { RedisKeyRingStore } from '../../lib/redis/redis-key-ring-store.js';
import { RedisStore } from '../../lib/redis/redis-store.js';
import { codeBlocks, page } from '../docs/markdown.js';
import { ageAll } from '../support/redis-age.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisOfSuite } from '../support/redis-of-suite.js';
import { REDIS_BINARIES } from '../support/redis-server.js';
import { describeKeyRingStore } from './key-ring-store.contract.js';
import { describeKeyValueStore } from './key-value-store.contract.js';

/** As they stand in the guide: `RedisStore`, `RedisKeyRingStore`. */
const [ENTRIES = '', RING = ''] = codeBlocks(page('docs/guides/several-instances.md'), 'text')
  .map(({ code }) => code.trim())
  .filter((code) => code.startsWith('ACL SETUSER'));

const commandsOf = (line: string): readonly string[] =>
  [...line.matchAll(/ \+(\S+)/g)].map(([, command]) => command ?? '');
/** The rest is for a warning. */
const isNeeded = (command: string) => command !== 'info';
const withoutCommand = (line: string, command: string) => `${line} -${command}`;

describe.each(REDIS_BINARIES)('on %s, a user of the line in the guide', (binary) => {
  const redis = new RedisOfSuite(binary);

  const permit = (line: string) => redis.server.tell(line);
  const urlOf = (user: string) => `redis://${user}:password@127.0.0.1:${redis.server.port}`;
  const entries = () => {
    const store = new RedisStore({ url: urlOf('app') });
    redis.opened.push(store);
    return store;
  };
  const ring = () => {
    const store = new RedisKeyRingStore({ url: urlOf('ring') });
    redis.opened.push(store);
    return store;
  };

  describeKeyValueStore('RedisStore', async () => {
    await redis.admin.flushAll();
    await permit(ENTRIES);
    return { store: entries(), passTime: (seconds) => ageAll(redis.admin, seconds) };
  });

  describeKeyRingStore('RedisKeyRingStore', async () => {
    await redis.admin.flushAll();
    await permit(RING);
    return [ring(), ring()];
  });

  it('is all that a client of the application needs, too', async () => {
    await permit(ENTRIES);
    const client = createClient({ url: urlOf('app') });
    await client.connect();
    const store = new RedisStore({ client });
    expect(await store.check()).toEqual([]);
    expect(await store.putIfAbsent('own', '1', 60)).toBe(true);
    expect(await store.compareAndSet('own', '1', '2', 60)).toBe(true);
    client.destroy();
  });

  it('refused nothing meanwhile', async () => {
    await permit('ACL LOG RESET');
    await permit(ENTRIES);
    await permit(RING);
    const store = entries();
    await store.check();
    await store.set('a', '1', 60);
    await ring().load();
    expect(await redis.admin.aclLog()).toEqual([]);
  });

  it('sees no keys of others', async () => {
    await permit(RING);
    const store = new RedisKeyRingStore({ url: urlOf('ring'), prefix: 'other:' });
    redis.opened.push(store);
    await expect(store.load()).rejects.toThrow('its user may not use these keys');
  });

  it.each(commandsOf(ENTRIES).filter(isNeeded))(
    'needs %s for RedisStore, and is told so before anything is lost',
    async (command) => {
      await permit(ENTRIES);
      await permit(withoutCommand(ENTRIES, command));
      const start = entries().check();
      await expect(start).rejects.toMatchObject({ code: 'invalid_options' });
      await expect(start).rejects.toThrow('NOPERM');
      await expect(start).rejects.toThrow(
        ['pttl'].includes(command) ? 'what a script of ours does' : `may not run \`${command}\``,
      );
      await permit(ENTRIES);
    },
  );

  it.each(commandsOf(RING).filter(isNeeded))(
    'needs %s for RedisKeyRingStore, and is told so',
    async (command) => {
      await permit(withoutCommand(RING, command));
      await expect(ring().load()).rejects.toThrow('Redis failed (NOPERM)');
      await permit(RING);
    },
  );

  it('may lose the right to scripts later, which is an outage until it is back', async () => {
    await permit(ENTRIES);
    const store = entries();
    await store.set('a', '1', 60);
    await permit('ACL SETUSER app -eval');
    await expect(store.compareAndSet('a', '1', '2', 60)).rejects.toMatchObject({
      name: 'RedisError',
      code: 'NOPERM',
      message: expect.stringContaining('its user may not run `eval`'),
    });
    expect(await store.get('a')).toBe('1');
    await permit('ACL SETUSER app +eval');
    expect(await store.compareAndSet('a', '1', '2', 60)).toBe(true);
  });

  it('is told nothing of the policy where it may not ask for it', async () => {
    await redis.server.tell('CONFIG SET maxmemory-policy volatile-lru');
    await permit(ENTRIES);
    expect(await entries().check()).toHaveLength(1);
    await permit(withoutCommand(ENTRIES, 'info'));
    expect(await entries().check()).toEqual([]);
    await redis.server.tell('CONFIG SET maxmemory-policy noeviction');
  });

  it('needs one command more in a cluster', async () => {
    const cluster = await RedisCluster.start(binary);
    for (const node of cluster.nodes) await node.tell(`${ENTRIES} +cluster|slots`);
    const client = createCluster({
      rootNodes: cluster.nodes.map(({ url }) => ({ url })),
      defaults: { username: 'app', password: 'password' },
    });
    await client.connect();
    const store = new RedisStore({ client });
    for (const key of ['a', 'b', 'c', 'd'])
      expect(await store.putIfAbsent(key, '1', 60)).toBe(true);
    expect(await store.check()).toEqual([]);
    client.destroy();
    await cluster.stop();
  }, 30_000);
});
