import { measureGrowth, measureLogins } from './growth.js';
import type { Scenario } from './scenario.js';

/** How start, memory and the cost of a login grow with the clients of one application, a module each. */
export const clients: Scenario = {
  name: 'clients',
  run: (effort) =>
    measureGrowth(
      {
        title: 'Clients of one application, from one to a thousand',
        label: 'clients',
        counts: [1, 10, 100, 1000],
        quick: 10,
        columns: [
          { label: 'start, ms', digits: 0 },
          { label: 'resident, MB', digits: 0 },
          { label: 'login: CPU, ms', digits: 2 },
        ],
        options: (count) => ({ clients: count }),
        measure: async (app) => {
          const startedWithin = await app.startedWithin();
          const { residentBytes } = await app.usageWithoutGarbage();
          const login = await measureLogins(app, effort);
          return {
            figures: [startedWithin, residentBytes / 1e6, login.cpuMicroseconds / 1000],
            summaries: [login],
          };
        },
      },
      effort,
    ),
};
