import type { PostgresServer } from './postgres-server.js';

/** As if so much time had gone by for all entries. */
export async function ageAll(server: PostgresServer, seconds: number): Promise<void> {
  await server.tell('UPDATE criipto_auth SET expires_at = expires_at - make_interval(secs => $1)', [
    seconds,
  ]);
}
