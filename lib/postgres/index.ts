// nestjs-criipto-auth/postgres: what several instances of an application share, in PostgreSQL
export type { PostgresClient } from './postgres-client.js';
export { PostgresError } from './postgres-error.js';
export { PostgresKeyRingStore } from './postgres-key-ring-store.js';
export type { PostgresOptions } from './postgres-options.js';
export { PostgresStore } from './postgres-store.js';
