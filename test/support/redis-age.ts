import type { RedisClientType } from 'redis';

/** As if so much time had gone by for all entries. */
export async function ageAll(admin: RedisClientType, seconds: number): Promise<void> {
  for (const key of await admin.keys('*')) {
    const left = await admin.pTTL(key);
    await admin.pExpire(key, left - seconds * 1000);
  }
}
