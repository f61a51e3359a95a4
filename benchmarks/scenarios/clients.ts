import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report, Row } from '../report/report.js';
import { type Effort, ours, problemsOf, type Scenario, some, summarise } from './scenario.js';

const LOGINS = 2000;
const PARALLEL = 8;
const CLIENTS = [1, 10, 100, 1000];

/** How start, memory and the cost of a login grow with the clients of one application, a module each. */
export const clients: Scenario = { name: 'clients', run: measureClients };

async function measureClients(effort: Effort): Promise<Report> {
  const rows: Row[] = [];
  const problems: string[] = [];
  for (const count of effort.isQuick ? CLIENTS.slice(1, 2) : CLIENTS) {
    const fleet = await Fleet.start(ours(effort), { clients: count });
    try {
      for (const app of fleet.apps) {
        const startedWithin = await app.startedWithin();
        const { residentBytes } = await app.usageWithoutGarbage();
        const login = await logIn(app, some(LOGINS, effort));
        rows.push({
          name: app.contestant.name,
          figures: [count, startedWithin, residentBytes / 1e6, login.cpuMicroseconds / 1000],
        });
        problems.push(...problemsOf(app.contestant, login));
      }
    } finally {
      await fleet.stop();
    }
  }
  return {
    title: 'Clients of one application, from one to a thousand',
    columns: [
      { label: 'clients', digits: 0 },
      { label: 'start, ms', digits: 0 },
      { label: 'resident, MB', digits: 0 },
      { label: 'login: CPU, ms', digits: 2 },
    ],
    rows,
    problems,
  };
}

async function logIn(app: RunningApp, operations: number) {
  const load = { operations, parallel: PARALLEL };
  await app.measure(load, () => app.newBrowser().logIn());
  return summarise([await app.measure(load, () => app.newBrowser().logIn())]);
}
