import { setTimeout as pause } from 'node:timers/promises';

import { inflict } from './faults.mjs';
import { Fleet } from './fleet.mjs';
import { Tally } from './tally.mjs';
import { Visitor } from './visitor.mjs';

const INSTANCES = 4;
const RESIDENTS = 200;
const LOOK_EVERY_MS = 250;

/** Logins at instances that share a Redis, while one part after the other fails. */
export async function soakLogins({ logins, parallel, restMs, minMs }) {
  const tally = new Tally();
  const fleet = await Fleet.start({
    instances: INSTANCES,
    hasRedis: true,
    onReason: (reason) => tally.reason(reason),
  });
  try {
    return await observe(fleet, tally, { logins, parallel, restMs, minMs });
  } finally {
    await fleet.stop();
  }
}

async function observe(fleet, tally, { logins, parallel, restMs, minMs }) {
  const start = Date.now();
  let nth = 0;
  const visitor = () => new Visitor(`user-${(nth += 1)}`, fleet.url, tally);
  const isOver = () => tally.logins >= logins && Date.now() - start >= minMs;

  const residents = await settle(Array.from({ length: Math.min(RESIDENTS, logins / 4) }, visitor));
  const watching = watch(residents, isOver);
  const faults = inflict(fleet, { tally, restMs, isOver });
  const lanes = Array.from({ length: parallel }, async () => {
    while (!isOver()) await visit(visitor());
  });
  await Promise.all(lanes);
  await watching;
  const inflicted = await faults;
  // Everything is as it was: everybody is in, who stayed, and everybody gets in.
  await pause(2000);
  const before = tally.unexplained.length + tally.lostSessions.length;
  for (const resident of residents) await resident.look();
  await settle(Array.from({ length: 20 }, visitor));
  const { secondTokenRequests, refusedProofs, kids } = await fleet.providerCounts();
  return {
    logins: tally.logins,
    seconds: Math.round((Date.now() - start) / 1000),
    parallel,
    inflicted,
    keysUsed: kids,
    wrongUsers: tally.wrongUsers,
    lostSessions: tally.lostSessions,
    secondTokenRequests,
    refusedProofs,
    failures: tally.failures,
    unexplained: tally.unexplained,
    hasRecovered: tally.unexplained.length + tally.lostSessions.length === before,
  };
}

async function settle(visitors) {
  for (const visitor of visitors) await visitor.logIn();
  return visitors;
}

/** Those who stay look around all the time. */
async function watch(residents, isOver) {
  for (let nth = 0; !isOver(); nth += 1) {
    await residents[nth % residents.length].look();
    await pause(LOOK_EVERY_MS / 10);
  }
}

async function visit(visitor) {
  await visitor.logIn();
  for (let page = 0; page < 2; page += 1) await visitor.look();
  await visitor.logOut();
}
