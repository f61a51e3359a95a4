import { setTimeout as pause } from 'node:timers/promises';

import { EndedSessions } from './ended.mjs';
import { inflict } from './faults.mjs';
import { Fleet } from './fleet.mjs';
import { floodLogouts } from './strangers.mjs';
import { Tally } from './tally.mjs';
import { Visitor } from './visitor.mjs';

const INSTANCES = 4;
const RESIDENTS = 200;
const LOOK_EVERY_MS = 250;
const TRY_ENDED_EVERY_MS = 1000;
/** One in so many visitors does not log out, and is logged out by the provider. */
const REVOKED_EVERY = 10;

/**
 * Logins at instances that share a store, while one part after the other fails and a stranger floods them.
 *
 * @param only a part of the names of the faults that are wanted.
 */
export async function soakLogins({ store, only, ...load }) {
  const tally = new Tally();
  const fleet = await Fleet.start({
    instances: INSTANCES,
    store,
    onReason: (reason) => tally.reason(reason),
  });
  try {
    return { store, ...(await observe({ fleet, tally, ended: new EndedSessions() }, load, only)) };
  } finally {
    await fleet.stop();
  }
}

async function observe(soak, { logins, parallel, restMs, minMs }, only) {
  const { fleet, tally } = soak;
  const start = Date.now();
  let nth = 0;
  let wereAllInflicted = false;
  const visitor = () => new Visitor(`user-${(nth += 1)}`, fleet.url, tally);
  const isOver = (allInflicted = wereAllInflicted) => {
    wereAllInflicted = allInflicted;
    return allInflicted && tally.logins >= logins && Date.now() - start >= minMs;
  };

  const residents = await settle(Array.from({ length: Math.min(RESIDENTS, logins / 4) }, visitor));
  const watching = watch(residents, isOver);
  const trying = tryEnded(soak, isOver);
  const strangers = floodLogouts(fleet, isOver);
  const faults = inflict(soak, { tally, restMs, isOver, only });
  const lanes = Array.from({ length: parallel }, async () => {
    while (!isOver()) await visit(visitor(), soak);
  });
  await Promise.all([...lanes, watching]);
  const inflicted = await faults;
  const [endedTried, strangersTokens] = await Promise.all([trying, strangers]);
  const hasRecovered = await recovers(soak, residents, visitor);
  return {
    logins: tally.logins,
    seconds: Math.round((Date.now() - start) / 1000),
    parallel,
    inflicted,
    strangersTokens,
    endedTried,
    ...(await found(soak)),
    hasRecovered,
  };
}

/** Whether everything is as it was: everybody is in, who stayed, everybody gets in, and who was out stays out. */
async function recovers({ fleet, tally, ended }, residents, visitor) {
  await pause(2000);
  const broken = () => tally.unexplained.length + tally.lostSessions.length;
  const before = broken();
  for (const resident of residents) await resident.look();
  await settle(Array.from({ length: 20 }, visitor));
  await ended.trySome(fleet, tally);
  return broken() === before;
}

async function found({ fleet, tally }) {
  const { secondTokenRequests, refusedProofs, kids } = await fleet.providerCounts();
  return {
    keysUsed: kids,
    wrongUsers: tally.wrongUsers,
    lostSessions: tally.lostSessions,
    revivedSessions: tally.revivedSessions,
    secondTokenRequests,
    refusedProofs,
    failures: tally.failures,
    unexplained: tally.unexplained,
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

/** Tells how many tries that were. */
async function tryEnded({ fleet, tally, ended }, isOver) {
  let tries = 0;
  while (!isOver()) {
    tries += await ended.trySome(fleet, tally);
    await pause(TRY_ENDED_EVERY_MS);
  }
  return tries;
}

async function visit(visitor, { fleet, ended }) {
  await visitor.logIn();
  for (let page = 0; page < 2; page += 1) await visitor.look();
  const isRevoked = Math.random() * REVOKED_EVERY < 1;
  ended.add(await (isRevoked ? visitor.beLoggedOut(fleet.issuer) : visitor.logOut()));
}
