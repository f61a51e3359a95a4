import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresKeyRingStore, PostgresStore } from 'nestjs-criipto-auth/postgres';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { PostgresServer } from '../support/postgres-server.js';
import {
  beginLogin,
  expectFailsClosed,
  expectHealed,
  expectNoKeyLost,
  expectNothingLost,
  refreshKeys,
  settledAt,
  StoredSessionPages,
  type Trouble,
} from '../support/store-faults.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

type PostgresTrouble = Trouble<PostgresServer>;

const TROUBLES: readonly (readonly [string, PostgresTrouble])[] = [
  ['killed', { begin: (each) => each.kill(), end: (each) => each.restart(), isReadable: false }],
  ['frozen', { begin: (each) => each.freeze(), end: (each) => each.thaw(), isReadable: false }],
  ['that only reads', { begin: readOnly('on'), end: readOnly('off'), isReadable: true }],
  [
    'a standby',
    { begin: (each) => each.demote(), end: (each) => each.promote(), isReadable: false },
  ],
  [
    'whose table is away',
    {
      begin: (each) => each.tell('ALTER TABLE criipto_auth RENAME TO away'),
      end: (each) => each.tell('ALTER TABLE away RENAME TO criipto_auth'),
      isReadable: false,
    },
  ],
];

describe.each(HTTP_ADAPTERS)('a PostgreSQL, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [StoredSessionPages] });
  let server: PostgresServer;
  let app: TestApp;

  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.tell(PostgresStore.sql());
    const store = new PostgresStore({ url: server.url });
    app = await start({ options: { session: { secret: SESSION_SECRET, store } } });
  }, 30_000);
  afterAll(() => server.stop());

  it.each(TROUBLES)(
    'X20 %s, lets nobody in and logs nobody out',
    async (_what, trouble) => {
      const before = await settledAt(app);
      await trouble.begin(server);
      await expectFailsClosed(app, before, trouble.isReadable);
      await trouble.end(server);
      await expectHealed(app);
      await expectNothingLost(app, before);
    },
    40_000,
  );

  it('X20 restarted in mid-login, costs nobody more than one 503', async () => {
    const browsers = Array.from({ length: 12 }, () => new Browser());
    const urls = await Promise.all(browsers.map((browser) => beginLogin(app, browser)));
    const restarted = server.restart();
    const answers = await Promise.all(
      browsers.map(async (browser, index) => {
        if (index % 2) await restarted; // the others come back while it is away
        return (await browser.navigate(urls[index] ?? '')).status;
      }),
    );
    await restarted;
    expect(answers.filter((_, index) => index % 2)).toEqual(Array(6).fill(303));
    expect(new Set(answers.filter((_, index) => !(index % 2)))).toEqual(new Set([503]));
    for (const [index, browser] of browsers.entries()) {
      if (answers[index] === 503) expect((await app.logIn(browser)).status).toBe(303);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
    }
  }, 40_000);
});

describe.each(HTTP_ADAPTERS)(
  'a ring of keys in a PostgreSQL that fails, on %s',
  (_name, adapter) => {
    const start = appsOn(adapter);
    let server: PostgresServer;
    let app: TestApp;

    beforeAll(async () => {
      server = await PostgresServer.start();
      await server.tell(PostgresStore.sql());
      const store = new PostgresKeyRingStore({ url: server.url });
      const ring = { store, encryptionKey: SESSION_SECRET, algorithm: 'ES256' } as const;
      app = await start({ options: { keys: { ring } } });
    }, 30_000);
    afterAll(() => server.stop());

    it.each<[string, PostgresTrouble['begin'], PostgresTrouble['end']]>([
      ['is frozen', (each) => each.freeze(), (each) => each.thaw()],
      ['was killed, and comes back', (each) => each.kill(), (each) => each.restart()],
      [
        'comes back empty',
        (each) => each.kill(),
        async (each) => {
          await each.restart();
          await each.tell('TRUNCATE criipto_auth');
        },
      ],
    ])(
      'that %s: keys are used from memory, and none is lost',
      (_what, begin, end) =>
        expectNoKeyLost(
          app,
          () => begin(server),
          async () => {
            await end(server);
            await refreshKeys(app); // at once, for it connects anew by itself
          },
        ),
      40_000,
    );
  },
);

/** As a provider of databases does while it moves one. */
function readOnly(value: 'on' | 'off'): PostgresTrouble['begin'] {
  return async (server) => {
    await server.tell(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
    await server.tell('SELECT pg_reload_conf()');
    const shown = async () =>
      (await server.tell('SHOW default_transaction_read_only'))[0]?.[
        'default_transaction_read_only'
      ];
    while ((await shown()) !== value); // until it has read that
  };
}
