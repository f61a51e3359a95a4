// PostgreSQL, on a thread of its own: it is WebAssembly, which does not run where Jest runs tests.
import { parentPort } from 'node:worker_threads';

import { PGlite } from '@electric-sql/pglite';

const database = new PGlite();

parentPort.on('message', ({ id, sql, values }) => {
  database.query(sql, values).then(
    ({ rows }) => parentPort.postMessage({ id, rows }),
    (error) => parentPort.postMessage({ id, failure: String(error) }),
  );
});
