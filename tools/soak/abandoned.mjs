import { Fleet } from './fleet.mjs';
import { Tally } from './tally.mjs';
import { referenceIn } from './visitor.mjs';

const MEASUREMENTS = 100;
/** Of those, how many are told. */
const TOLD = 20;
const MEGABYTE = 2 ** 20;
/** Of the first half, after which caches and compiled code are there: what more there may be at the end. */
const TOLERANCE_MB = 16;

/** Logins that begin and never come back, each from a browser of its own. Ends early when its time is over. */
export async function soakAbandoned({ logins, parallel, store, maxMs }) {
  const tally = new Tally();
  const fleet = await Fleet.start({
    instances: 1,
    store,
    onReason: (reason) => tally.reason(reason),
  });
  try {
    const start = Date.now();
    const measured = [await measure(fleet, 0)];
    for (let begun = 0; begun < logins && Date.now() - start < maxMs;) {
      const count = Math.min(Math.ceil(logins / MEASUREMENTS), logins - begun);
      await begin(fleet.url, { count, parallel, tally });
      begun += count;
      measured.push(await measure(fleet, begun));
    }
    const half = measured.slice(measured.length / 4, measured.length / 2 + 1);
    const last = measured.at(-1);
    return {
      logins: last.logins,
      store,
      seconds: Math.round((Date.now() - start) / 1000),
      measured: thinned(measured),
      failures: tally.failures,
      unexplained: tally.unexplained,
      isFlat:
        last.inStore === measured[0].inStore &&
        last.heapMb <= Math.max(...half.map(({ heapMb }) => heapMb)) + TOLERANCE_MB,
    };
  } finally {
    await fleet.stop();
  }
}

/** Who is refused says by which code, and is not the end of it. */
async function begin(url, { count, parallel, tally }) {
  let left = count;
  const lanes = Array.from({ length: parallel }, async () => {
    while ((left -= 1) >= 0) {
      const { status, text } = await ask(`${url}/auth/login`);
      if (status !== 302) await tally.refused('begin', status, referenceIn(text));
    }
  });
  await Promise.all(lanes);
}

async function ask(url) {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, text: await response.text() };
}

function thinned(measured) {
  const step = Math.max(1, Math.floor(measured.length / TOLD));
  return measured.filter((each, index) => index % step === 0 || each === measured.at(-1));
}

async function measure(fleet, logins) {
  const { rss, heapUsed } = await fleet.memory();
  const inStore = await fleet.store?.entries();
  return {
    logins,
    inStore,
    heapMb: Math.round(heapUsed / MEGABYTE),
    rssMb: Math.round(rss / MEGABYTE),
  };
}
