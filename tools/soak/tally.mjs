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
  async outage(name, work, { hidesSessions = false, revives = false, losesSince } = {}) {
    const losesFrom = losesSince?.() ?? Infinity;
    const outage = { name, hidesSessions, revives, losesFrom, until: Infinity };
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
    const isLost = this.#outages.some((each) => each.losesFrom <= begunAt && begunAt < each.until);
    const isHidden = this.#outages.some((each) => each.hidesSessions && now < each.until);
    if (isLost) this.failure('page', '401 session lost', this.#outage(), true);
    else if (isHidden) this.failure('page', '401 session hidden');
    else this.lostSessions.push({ name, during: this.#outage() ?? 'no outage' });
    return isLost;
  }

  /**
   * Tells whether that is a breach. A store that comes back older has it until those who know that it ended have seen
   * the store again.
   */
  revivedSession(name) {
    const outage = this.#outages.find((each) => each.revives && Date.now() < each.until);
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

  failure(where, what, outage = this.#outage(), isExplained = outage !== undefined) {
    const line = `${where}: ${what}`;
    if (!isExplained) this.unexplained.push(line);
    const during = (this.failures[outage ?? 'no outage'] ??= {});
    during[line] = (during[line] ?? 0) + 1;
  }

  #outage() {
    return this.#outages.findLast(({ until }) => Date.now() < until)?.name;
  }
}
