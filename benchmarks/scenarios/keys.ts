import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report, Row } from '../report/report.js';
import { type Effort, ours, problemsOf, type Scenario, some, summarise } from './scenario.js';

const LOGINS = 2000;
const REQUESTS = 10_000;
const PARALLEL = 8;
const PUBLISHED = [1, 5, 50];

/** How the cost of a login, and of the key set, grows with the keys that are published. */
export const keys: Scenario = { name: 'keys', run: measureKeys };

async function measureKeys(effort: Effort): Promise<Report> {
  const rows: Row[] = [];
  const problems: string[] = [];
  for (const publishedKeys of effort.isQuick ? PUBLISHED.slice(-1) : PUBLISHED) {
    const fleet = await Fleet.start(ours(effort), { publishedKeys });
    try {
      for (const app of fleet.apps) {
        const login = await logIn(app, some(LOGINS, effort));
        const jwks = await fetchKeys(app, some(REQUESTS, effort));
        rows.push({
          name: `${app.contestant.name}, ${publishedKeys}`,
          figures: [login.cpuMicroseconds / 1000, jwks.cpuMicroseconds, jwks.perSecond],
        });
        problems.push(...problemsOf(app.contestant, login, jwks));
      }
    } finally {
      await fleet.stop();
    }
  }
  return {
    title: 'Keys that are published, from one to fifty',
    columns: [
      { label: 'login: CPU, ms', digits: 2 },
      { label: 'key set: CPU, µs', digits: 0 },
      { label: 'key sets per second', digits: 0 },
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

async function fetchKeys(app: RunningApp, operations: number) {
  const load = { operations, parallel: PARALLEL };
  const browser = app.newBrowser();
  await app.measure(load, () => browser.see('/.well-known/jwks.json'));
  return summarise([await app.measure(load, () => browser.see('/.well-known/jwks.json'))]);
}
