import { Fleet } from './fleet.mjs';

const MEASUREMENTS = 20;
const MEGABYTE = 2 ** 20;
/** Of the first half, after which caches and compiled code are there: what more there may be at the end. */
const TOLERANCE_MB = 16;

/** Logins that begin and never come back, each from a browser of its own. */
export async function soakAbandoned({ logins, parallel, hasRedis }) {
  const fleet = await Fleet.start({ instances: 1, hasRedis, onReason: () => undefined });
  try {
    const start = Date.now();
    const measured = [await measure(fleet, 0)];
    for (let nth = 1; nth <= MEASUREMENTS; nth += 1) {
      await begin(fleet.url, Math.round(logins / MEASUREMENTS), parallel);
      measured.push(await measure(fleet, Math.round((logins * nth) / MEASUREMENTS)));
    }
    const half = measured.slice(MEASUREMENTS / 4, MEASUREMENTS / 2);
    const last = measured.at(-1);
    return {
      logins,
      store: hasRedis ? 'redis' : 'memory',
      seconds: Math.round((Date.now() - start) / 1000),
      measured,
      isFlat:
        last.inRedis === measured[0].inRedis &&
        last.heapMb <= Math.max(...half.map(({ heapMb }) => heapMb)) + TOLERANCE_MB,
    };
  } finally {
    await fleet.stop();
  }
}

async function begin(url, count, parallel) {
  let left = count;
  const lanes = Array.from({ length: parallel }, async () => {
    while ((left -= 1) >= 0) {
      const response = await fetch(`${url}/auth/login`, { redirect: 'manual' });
      if (response.status !== 302) throw new Error(`The login answered ${response.status}`);
      await response.arrayBuffer();
    }
  });
  await Promise.all(lanes);
}

async function measure(fleet, logins) {
  const { rss, heapUsed } = await fleet.memory();
  const inRedis = await fleet.entries();
  return {
    logins,
    inRedis,
    heapMb: Math.round(heapUsed / MEGABYTE),
    rssMb: Math.round(rss / MEGABYTE),
  };
}
