import { Fleet, type RunningApp } from '../driver/fleet.js';
import { type Store, type StoreKind, STORES } from '../driver/stores.js';
import type { Report } from '../report/report.js';
import { IN_TURNS, PARALLEL, WARM_UP } from './login.js';
import {
  type Effort,
  inTurns,
  ours,
  problemsOf,
  type Scenario,
  some,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

/** A login that leaves its session, and that it was used, in a store; beside one that needs none. */
export const loginStores: Scenario = { name: 'login-stores', run: measureLogins };

/** The applications of one store, all others beside them. */
interface Field {
  readonly suffix: string;
  readonly fleet: Fleet;
}

async function measureLogins(effort: Effort): Promise<Report> {
  const stores: Store[] = [];
  const fields: Field[] = [];
  try {
    fields.push({ suffix: '', fleet: await Fleet.start(ours(effort)) });
    for (const kind of ['redis', 'postgres'] satisfies StoreKind[]) {
      const { name, start } = STORES[kind];
      const store = await start();
      stores.push(store);
      const fleet = await Fleet.start(ours(effort), { [kind]: store.url });
      fields.push({ suffix: `, with ${name}`, fleet });
    }
    return await reportOf(fields, effort);
  } finally {
    for (const { fleet } of fields) await fleet.stop();
    for (const store of stores) await store.stop();
  }
}

async function reportOf(fields: readonly Field[], effort: Effort): Promise<Report> {
  const apps = fields.flatMap(({ fleet }) => fleet.apps);
  const logIn = (app: RunningApp, logins: number) =>
    app.measure({ operations: some(logins, effort), parallel: PARALLEL }, () =>
      app.newBrowser().logIn(),
    );
  for (const app of apps) await logIn(app, WARM_UP);
  const rounds = await inTurns(effort.rounds, apps, (app) => logIn(app, IN_TURNS));
  const measured = fields.flatMap(({ suffix, fleet }) =>
    fleet.apps.map((app) => ({
      contestant: app.contestant,
      name: app.contestant.name + suffix,
      summary: summarise(rounds.get(app) ?? []),
    })),
  );
  const withoutStore = (name: string) =>
    measured.find(({ contestant }) => contestant.name === name)?.summary.cpuMicroseconds;
  return {
    title: 'A login whose session is in a store',
    columns: [
      { label: 'CPU, ms', digits: 3 },
      { label: '× without a store', digits: 2 },
      ...SPEED_COLUMNS,
    ],
    rows: measured.map(({ name, contestant, summary }) => ({
      name,
      figures: [
        summary.cpuMicroseconds / 1000,
        summary.cpuMicroseconds / (withoutStore(contestant.name) ?? Number.NaN),
        ...speedFigures(summary),
      ],
    })),
    plotted: 'CPU, ms',
    problems: measured.flatMap(({ contestant, summary }) => problemsOf(contestant, summary)),
  };
}
