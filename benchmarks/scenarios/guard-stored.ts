import { Fleet } from '../driver/fleet.js';
import { STORES, type StoreKind } from '../driver/stores.js';
import type { Report, Row } from '../report/report.js';
import { median } from '../report/statistics.js';
import { added, GuardedPages } from './guarded-pages.js';
import {
  type Effort,
  inTurns,
  ours,
  problemsOf,
  type Scenario,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

const WARM_UP = 10_000;
const REQUESTS = 4000;
const SESSIONS = [1000, 10_000, 100_000, 1_000_000];
const BYTES_OF_A_SESSION = 700;

/** A guarded page whose sessions are in Redis, while more and more of them are there. */
export const guardRedis: Scenario = {
  name: 'guard-redis',
  run: (effort) => measureGuard(effort, 'redis'),
};

/** The same in PostgreSQL. */
export const guardPostgres: Scenario = {
  name: 'guard-postgres',
  run: (effort) => measureGuard(effort, 'postgres'),
};

async function measureGuard(effort: Effort, kind: StoreKind): Promise<Report> {
  const { name, start } = STORES[kind];
  const store = await start();
  const rows: Row[] = [];
  const problems: string[] = [];
  try {
    const fleet = await Fleet.start(ours(effort), { [kind]: store.url });
    try {
      const pages = await GuardedPages.of(fleet, effort);
      for (const app of fleet.apps) await pages.visitBoth(app, WARM_UP);
      for (const sessions of effort.isQuick ? SESSIONS.slice(0, 1) : SESSIONS) {
        await store.fill(sessions, BYTES_OF_A_SESSION);
        const outcomes = await inTurns(effort.rounds, fleet.apps, (app) =>
          pages.visitBoth(app, REQUESTS),
        );
        for (const [{ contestant }, pairs] of outcomes) {
          const guarded = summarise(pairs.map((pair) => pair.guarded));
          const figures = [sessions, median(pairs.map(added)), ...speedFigures(guarded)];
          rows.push({ name: contestant.name, figures });
          problems.push(...problemsOf(contestant, guarded));
        }
      }
    } finally {
      await fleet.stop();
    }
  } finally {
    await store.stop();
  }
  return {
    title: `A guarded page, its session in ${name} among many`,
    columns: [
      { label: 'sessions', digits: 0 },
      { label: 'added, µs of CPU', digits: 1 },
      ...SPEED_COLUMNS,
    ],
    rows,
    problems,
  };
}
