import { setTimeout as pause } from 'node:timers/promises';

const KEPT = 400;
/** As many as instances can be asked about each second, beside what they have to do. */
const TRIED = 40;
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

  /** Tries some of them at each instance. Gives how many tries that were. */
  async trySome({ urls }, tally) {
    const from = Math.floor(Math.random() * Math.max(1, this.#copies.length - TRIED));
    const copies = this.#copies.slice(from, from + TRIED);
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
    if (tally.revivedSession(copy)) this.#copies = this.#copies.filter((each) => each !== copy);
  }
}

async function statusOf({ cookie }, url) {
  const response = await fetch(`${url}/me`, { headers: { cookie } }).catch(() => undefined);
  return response?.status;
}
