// nestjs-criipto-auth/redis: what several instances of an application share, in Redis or Valkey
export type { RedisCommands } from './redis-commands.js';
export type { RedisOptions } from './redis-connection.js';
export { RedisError } from './redis-error.js';
export { RedisKeyRingStore } from './redis-key-ring-store.js';
export { RedisStore } from './redis-store.js';
