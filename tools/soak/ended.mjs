import { setTimeout as pause } from 'node:timers/promises';

/** As many as an instance can be asked about between two faults. */
const KEPT = 60;
const AT_A_TIME = 10;
const AGAIN_AFTER_MS = 1000;

/** Copies of cookies whose sessions are over, as somebody keeps them who should not. */
export class EndedSessions {
  #copies = [];

  /** @param copy of who could not log out there is none. */
  add(copy) {
    if (copy) this.#copies.push(copy);
    if (this.#copies.length > KEPT) this.#copies.shift();
  }

  /** Tries all of them at each instance. Gives how many tries that were. */
  async tryAll({ urls }, tally) {
    const copies = [...this.#copies];
    for (let nth = 0; nth < copies.length; nth += AT_A_TIME) {
      await Promise.all(
        copies
          .slice(nth, nth + AT_A_TIME)
          .flatMap((copy) => urls.map((url) => this.#try(copy, url, tally))),
      );
    }
    return copies.length * urls.length;
  }

  /** Sessions that are revoked while their lists are gone have until their next renewal, a minute at most. */
  async areOutBy(copies, { urls }, deadline) {
    for (;;) {
      const tries = copies.flatMap((copy) => urls.map((url) => statusOf(copy, url)));
      if (!(await Promise.all(tries)).includes(200)) return true;
      if (Date.now() > deadline) return false;
      await pause(AGAIN_AFTER_MS);
    }
  }

  async #try(copy, url, tally) {
    if ((await statusOf(copy, url)) !== 200) return;
    tally.revivedSession(copy.name);
    this.#copies = this.#copies.filter((each) => each !== copy);
  }
}

async function statusOf({ cookie }, url) {
  const response = await fetch(`${url}/me`, { headers: { cookie } }).catch(() => undefined);
  return response?.status;
}
