// PostgreSQL, on a thread of its own: it is WebAssembly, which does not run where Jest runs tests.
import { parentPort } from 'node:worker_threads';

import { PGlite } from '@electric-sql/pglite';

const database = new PGlite();

parentPort.on('message', async ({ id, sql, values }) => {
  try {
    const { rows } = await database.query(sql, values);
    parentPort.postMessage({ id, rows });
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error) });
  }
});
