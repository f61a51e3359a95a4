import { setTimeout } from 'node:timers/promises';

import { Fleet, type RunningApp } from '../driver/fleet.js';
import type { Report, Row } from '../report/report.js';
import {
  type Effort,
  ours,
  problemsOf,
  type Scenario,
  some,
  SPEED_COLUMNS,
  speedFigures,
  summarise,
} from './scenario.js';

const WARM_UP = 1000;
const LOGINS = 2000;
const PARALLEL = 8;
const PAUSE_MILLISECONDS = 500;

/** Logins while their keys rotate, far more often than anybody would let them. */
export const rotation: Scenario = { name: 'rotation', run: measureRotation };

async function measureRotation(effort: Effort): Promise<Report> {
  const fleet = await Fleet.start(ours(effort), { ring: true });
  try {
    const rows: Row[] = [];
    const problems: string[] = [];
    const logIn = (app: RunningApp, logins: number) =>
      app.measure({ operations: some(logins, effort), parallel: PARALLEL }, () =>
        app.newBrowser().logIn(),
      );
    for (const app of fleet.apps) {
      await logIn(app, WARM_UP);
      const still = summarise([await logIn(app, LOGINS)]);
      const [outcome, rotations] = await whileRotating(app, () => logIn(app, LOGINS));
      const rotating = summarise([outcome]);
      const { name } = app.contestant;
      rows.push({ name, figures: [0, still.cpuMicroseconds / 1000, ...speedFigures(still)] });
      rows.push({
        name: `${name}, rotating`,
        figures: [rotations, rotating.cpuMicroseconds / 1000, ...speedFigures(rotating)],
      });
      problems.push(...problemsOf(app.contestant, still, rotating));
    }
    return {
      title: 'Logins while keys rotate',
      columns: [
        { label: 'rotations', digits: 0 },
        { label: 'CPU, ms', digits: 3 },
        ...SPEED_COLUMNS,
      ],
      rows,
      problems,
    };
  } finally {
    await fleet.stop();
  }
}

/** With at least one rotation, however quick the work is. */
async function whileRotating<T>(
  app: RunningApp,
  work: () => Promise<T>,
): Promise<readonly [T, number]> {
  const over = new AbortController();
  const rotate = async () => {
    let rotations = 0;
    do {
      await app.rotate();
      rotations += 1;
      await setTimeout(PAUSE_MILLISECONDS, undefined, { signal: over.signal }).catch(
        () => undefined,
      );
    } while (!over.signal.aborted);
    return rotations;
  };
  const rotating = rotate();
  const result = await work().finally(() => over.abort());
  return [result, await rotating];
}
