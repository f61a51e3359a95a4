import { Postgres } from './postgres.js';
import { Redis } from './redis.js';

/** Where applications keep sessions, in a process of its own. */
export interface Store {
  readonly url: string;
  /** Makes entries until there are so many, each as large as a session. */
  readonly fill: (entries: number, bytes: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type StoreKind = 'redis' | 'postgres';

/** How each is started, by the option of a fleet that it is for. */
export const STORES: Readonly<
  Record<StoreKind, { readonly name: string; readonly start: () => Promise<Store> }>
> = {
  redis: { name: 'Redis', start: () => Redis.start() },
  postgres: { name: 'PostgreSQL', start: () => Postgres.start() },
};
