import { setTimeout as pause } from 'node:timers/promises';

/** How long after an outage its last failures are seen: Redis is tried again every two seconds. */
const AFTERMATH_MS = 3_000;

/** What visitors saw, and whether an outage explains it. */
export class Tally {
  logins = 0;
  wrongUsers = [];
  lostSessions = [];
  /** Those that were over, and good again. */
  revivedSessions = [];
  failures = {};
  unexplained = [];
  #codes = new Map();
  #outages = [];

  /** An instance says why it refused. */
  reason({ code, id }) {
    if (id !== undefined) this.#codes.set(id, code);
  }

  /** While this is done, and shortly after, failures are to be expected, and of sessions what `inflict` says. */
  async outage(name, work, { losesSince, ...kind } = {}) {
    const losesFrom = losesSince?.() ?? Infinity;
    const outage = { name, revokesWithinMs: 0, ...kind, losesFrom, until: Infinity };
    this.#outages.push(outage);
    await work();
    outage.until = Date.now() + AFTERMATH_MS;
  }

  wrongUser(expected, seen) {
    this.wrongUsers.push({ expected, seen });
  }

  /** Tells whether an outage was to cost it, so that who had it logs in again. */
  lostSession(name, begunAt) {
    const now = Date.now();
    const loss = this.#outages.find((each) => each.losesFrom <= begunAt && begunAt < each.until);
    const isHidden = this.#outages.some((each) => each.hidesSessions && now < each.until);
    if (loss) this.failure('page', '401 session lost', loss.name);
    else if (isHidden) this.failure('page', '401 session hidden');
    else this.lostSessions.push({ name, during: this.#outage() ?? 'no outage' });
    return loss !== undefined;
  }

  /**
   * Tells whether that is a breach. A store that comes back older has it until those who know that it ended have seen
   * the store again; what the provider ended while its list was lost may take a minute more.
   */
  revivedSession({ name, isRevoked }) {
    const now = Date.now();
    const outage = this.#outages.find(
      ({ revives, until, revokesWithinMs }) =>
        (revives && now < until) || (isRevoked && now < until + revokesWithinMs),
    );
    if (outage) this.failure('page', 'an ended session is good', outage.name);
    else this.revivedSessions.push({ name, during: this.#outage() ?? 'no outage' });
    return outage === undefined;
  }

  async refused(where, status, id) {
    const outage = this.#outage();
    await pause(100); // the reason comes by another way
    const code = this.#codes.get(id) ?? (id === undefined ? 'no_reference' : 'no_reason');
    this.failure(where, `${status} ${code}`, outage);
  }

  failure(where, what, outage = this.#outage()) {
    const line = `${where}: ${what}`;
    if (outage === undefined) this.unexplained.push(line);
    const during = (this.failures[outage ?? 'no outage'] ??= {});
    during[line] = (during[line] ?? 0) + 1;
  }

  #outage() {
    return this.#outages.findLast(({ until }) => Date.now() < until)?.name;
  }
}
