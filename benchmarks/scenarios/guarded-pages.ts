import type { Browser } from '../driver/browser.js';
import type { Fleet, MeasuredOutcome, RunningApp } from '../driver/fleet.js';
import { type Effort, some } from './scenario.js';

const PARALLEL = 8;

/** A page without a guard, and one with it, measured one after the other. */
export interface Pair {
  readonly plain: MeasuredOutcome;
  readonly guarded: MeasuredOutcome;
}

/** And the page that people write, which answers its user as JSON. */
export interface Triple extends Pair {
  readonly user: MeasuredOutcome;
}

/** What the guard added, in microseconds of CPU. */
export function added({ plain, guarded }: Pair): number {
  return guarded.cpuMicroseconds - plain.cpuMicroseconds;
}

/** What the guard and the user as JSON added together, in microseconds of CPU. */
export function addedWithUser({ plain, user }: Triple): number {
  return user.cpuMicroseconds - plain.cpuMicroseconds;
}

/** Pages of applications, as somebody sees them who is logged in at each. */
export class GuardedPages {
  private constructor(
    private readonly browsers: ReadonlyMap<RunningApp, Browser>,
    private readonly effort: Effort,
  ) {}

  static async of(fleet: Fleet, effort: Effort): Promise<GuardedPages> {
    const browsers = new Map(fleet.apps.map((app) => [app, app.newBrowser()]));
    for (const browser of browsers.values()) await browser.logIn();
    return new GuardedPages(browsers, effort);
  }

  async visitBoth(app: RunningApp, requests: number): Promise<Pair> {
    return {
      plain: await this.visit(app, '/plain', requests),
      guarded: await this.visit(app, '/me', requests),
    };
  }

  async visitAll(app: RunningApp, requests: number): Promise<Triple> {
    const { plain, guarded } = await this.visitBoth(app, requests);
    return { plain, guarded, user: await this.visit(app, '/user', requests) };
  }

  private visit(app: RunningApp, path: string, requests: number): Promise<MeasuredOutcome> {
    const load = { operations: some(requests, this.effort), parallel: PARALLEL };
    return app.measure(load, async () => this.browsers.get(app)?.see(path));
  }
}
