import { setTimeout as pause } from 'node:timers/promises';

/** How long after an outage its last failures are seen: Redis is tried again every two seconds. */
const AFTERMATH_MS = 3_000;

/** What visitors saw, and whether an outage explains it. */
export class Tally {
  logins = 0;
  wrongUsers = [];
  lostSessions = [];
  failures = {};
  unexplained = [];
  #codes = new Map();
  #outages = [];

  /** An instance says why it refused. */
  reason({ code, id }) {
    if (id !== undefined) this.#codes.set(id, code);
  }

  /** While this is done, and shortly after, failures are to be expected. */
  async outage(name, work) {
    const outage = { name, until: Infinity };
    this.#outages.push(outage);
    await work();
    outage.until = Date.now() + AFTERMATH_MS;
  }

  wrongUser(expected, seen) {
    this.wrongUsers.push({ expected, seen });
  }

  lostSession(name) {
    this.lostSessions.push({ name, during: this.#outage() ?? 'no outage' });
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
