import { measureGrowth, measureLogins, measureWarm } from './growth.js';
import { type Scenario, some } from './scenario.js';

const REQUESTS = 10_000;

/** How the cost of a login, and of the key set, grows with the keys that are published. */
export const keys: Scenario = {
  name: 'keys',
  run: (effort) =>
    measureGrowth(
      {
        title: 'Keys that are published, from one to fifty',
        label: 'keys',
        counts: [1, 5, 50],
        quick: 50,
        columns: [
          { label: 'login: CPU, ms', digits: 2 },
          { label: 'key set: CPU, µs', digits: 0 },
          { label: 'key sets per second', digits: 0 },
        ],
        options: (count) => ({ publishedKeys: count }),
        measure: async (app) => {
          const browser = app.newBrowser();
          const login = await measureLogins(app, effort);
          const jwks = await measureWarm(app, some(REQUESTS, effort), () =>
            browser.see('/.well-known/jwks.json'),
          );
          return {
            figures: [login.cpuMicroseconds / 1000, jwks.cpuMicroseconds, jwks.perSecond],
            summaries: [login, jwks],
          };
        },
      },
      effort,
    ),
};
