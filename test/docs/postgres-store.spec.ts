import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyValueStore } from 'nestjs-criipto-auth';

import { describeKeyValueStore } from '../contract/key-value-store.contract.js';
import { Postgres } from '../support/postgres.js';
import { importBlock } from './import-block.js';

interface Block {
  readonly SCHEMA: string;
  readonly PostgresStore: new (
    database: Postgres,
  ) => KeyValueStore & { readonly clean: () => Promise<void> };
}

describe('the example of a store of your own', () => {
  let database: Postgres;
  let block: Block;

  beforeAll(async () => {
    // By its name in the guide.
    block = (await importBlock(
      'docs/guides/several-instances.md',
      'src/postgres-store.ts',
    )) as Block;
    database = new Postgres();
    await database.query(block.SCHEMA);
  }, 60_000);

  afterAll(() => database.stop());

  const age = async (seconds: number): Promise<void> => {
    await database.query(
      `UPDATE criipto_auth SET expires_at = expires_at - $1 * interval '1 second'`,
      [seconds],
    );
  };

  describeKeyValueStore('PostgresStore', async () => {
    await database.query('DELETE FROM criipto_auth');
    return { store: new block.PostgresStore(database), passTime: age };
  });

  it('keeps no entry that expired, once it is cleaned', async () => {
    const store = new block.PostgresStore(database);
    await store.set('old', '1', 60);
    await age(60);
    await store.set('new', '1', 60);
    await store.clean();
    const { rows } = await database.query('SELECT key FROM criipto_auth');
    expect(rows).toEqual([{ key: 'new' }]);
  });
});
