import { setTimeout as pause } from 'node:timers/promises';

import { ask } from './child.mjs';
import { Visitor } from './visitor.mjs';

const PROVIDER_PAUSE_MS = 10_000;
const SIGNER_PAUSE_MS = 5000;
const WRONG_CLOCK_FOR_MS = 3000;
const DAYS_AHEAD = 3 * 86_400;
const OUT_WITHIN_MS = 70_000;
const REVOKED = 10;
/** Of instances that have asked twice for unknown keys, each asks once more in half a minute. */
const ROTATED_AT_MOST_EVERY_MS = 60_000;

/** One fault after the other, in turn, each with a rest behind it in which everything must work. */
export async function inflict(soak, { tally, restMs, isOver, only }) {
  const faults = faultsOf(soak, tally).filter(({ name }) => name.includes(only));
  const done = {};
  for (let turn = 0; !isOver(turn >= faults.length); turn += 1) {
    await pause(restMs);
    const { name, inflict: work, ...kind } = faults[turn % faults.length];
    if (kind.isQuiet) await work(turn);
    else await tally.outage(name, () => work(turn), kind);
    done[name] = (done[name] ?? 0) + 1;
  }
  return done;
}

/**
 * Those that are quiet must not be seen by anybody. One that hides sessions may tell whoever is in to log in, who must be
 * in again when it is over. One that loses them costs those that began since, in milliseconds since the epoch. One that
 * revives them has some good that had ended, until its aftermath is over.
 */
function faultsOf({ fleet, ended }, tally) {
  const { store } = fleet;
  const index = (turn) => turn % fleet.instances.length;
  let snapshotAt = 0;
  let rotatedAt = 0;
  const rotate = async () => {
    if (Date.now() - rotatedAt < ROTATED_AT_MOST_EVERY_MS) return;
    rotatedAt = Date.now();
    await ask(fleet.provider, ({ rotated }) => rotated !== undefined, 'rotate');
  };
  const takeSnapshot = async () => {
    snapshotAt = Date.now();
    await store.takeSnapshot();
  };
  // Between the snapshot and its return no instance is started anew: what ended, those know who ended it.
  return [
    { name: `${store.name} is restarted`, inflict: () => store.restart() },
    { name: 'an instance is killed', inflict: (turn) => fleet.restartInstance(index(turn)) },
    { name: `a snapshot of ${store.name} is taken`, isQuiet: true, inflict: takeSnapshot },
    { name: 'the provider rotates its key', isQuiet: true, inflict: rotate },
    { name: 'the provider is frozen', inflict: () => freeze(fleet) },
    { name: `${store.name} is killed`, inflict: () => killAndStart(store) },
    { name: 'a signer stalls', inflict: (turn) => stall(fleet.instances[index(turn)]) },
    {
      name: `${store.name} is restored from the snapshot`,
      losesSince: () => snapshotAt,
      revives: true,
      inflict: () => store.restoreSnapshot(),
    },
    {
      name: 'an instance is three days ahead',
      hidesSessions: true,
      inflict: (turn) => startAhead(fleet, index(turn)),
    },
    ...(store.overflow
      ? [
          {
            name: 'Redis evicts what was used least lately',
            losesSince: () => 0,
            revokesWithinMs: OUT_WITHIN_MS,
            inflict: () => overflow(fleet, ended, tally),
          },
        ]
      : []),
  ];
}

async function freeze({ provider }) {
  provider.kill('SIGSTOP');
  await pause(PROVIDER_PAUSE_MS);
  provider.kill('SIGCONT');
}

async function killAndStart(store) {
  await store.kill();
  await pause(1000);
  await store.restart();
}

async function stall(instance) {
  instance.send('stall');
  await pause(SIGNER_PAUSE_MS);
  instance.send('sign');
}

/** Once, for as long as it takes to see what it does. */
async function startAhead(fleet, index) {
  await fleet.restartInstance(index, { clockAhead: DAYS_AHEAD });
  await pause(WRONG_CLOCK_FOR_MS);
  await fleet.restartInstance(index);
}

/** Those who look around stay, and the lists by which the provider ends their sessions go. */
async function overflow(fleet, ended, tally) {
  const visitors = Array.from(
    { length: REVOKED },
    (_, nth) => new Visitor(`revoked-${nth}-${Date.now()}`, fleet.url, tally),
  );
  for (const visitor of visitors) await visitor.logIn();
  await fleet.store.overflow();
  const copies = [];
  for (const visitor of visitors) copies.push(await visitor.beLoggedOut(fleet.issuer));
  await fleet.store.makeRoom();
  const revoked = copies.filter((copy) => copy !== undefined);
  const deadline = Date.now() + OUT_WITHIN_MS;
  if (!(await ended.areOutBy(revoked, fleet, deadline)))
    tally.revivedSession({ name: 'who was revoked' });
  for (const copy of revoked) ended.add(copy);
}
