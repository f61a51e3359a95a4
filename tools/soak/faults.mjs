import { setTimeout as pause } from 'node:timers/promises';

import { end } from './child.mjs';

const PROVIDER_PAUSE_MS = 10_000;

/** One fault after the other, in turn, each with a rest behind it in which everything must work. */
export async function inflict(soak, { tally, restMs, isOver }) {
  const done = {};
  for (let turn = 0; !isOver(); turn += 1) {
    await pause(restMs);
    const [name, fault] = FAULTS[turn % FAULTS.length];
    await tally.outage(name, () => fault(soak, turn));
    done[name] = (done[name] ?? 0) + 1;
  }
  return done;
}

const FAULTS = [
  [
    'Redis is restarted',
    async (soak) => {
      await end(soak.redis, 'SIGTERM');
      await soak.startRedis();
    },
  ],
  [
    'an instance is killed',
    async (soak, turn) => {
      const index = turn % soak.instances.length;
      await end(soak.instances[index], 'SIGKILL');
      await soak.startInstance(index);
    },
  ],
  [
    'the provider is frozen',
    async ({ provider }) => {
      provider.kill('SIGSTOP');
      await pause(PROVIDER_PAUSE_MS);
      provider.kill('SIGCONT');
    },
  ],
  [
    'Redis is killed',
    async (soak) => {
      await end(soak.redis, 'SIGKILL');
      await pause(1000);
      await soak.startRedis();
    },
  ],
];
