import type { Clock } from '../common/clock.js';
import { EndedIds } from './ended-ids.js';

const ENDED_AT_ONCE = 50;

/**
 * Which sessions this instance ended. A store may come back older than it was, with sessions that have ended since: they
 * are ended again, in the store and so for all, when it comes back or has one of them.
 */
export class EndingsHere {
  private readonly known: EndedIds;
  private mayBeOlder = false;
  private isEnding = false;

  /** @param end removes a session from the store. */
  constructor(
    clock: Clock,
    private readonly end: (id: string) => Promise<unknown>,
  ) {
    this.known = new EndedIds(clock);
  }

  note(id: string, until: number): void {
    this.known.note(id, until);
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  /** Whatever it has when it answers again may be older. */
  storeFailed(): void {
    this.mayBeOlder = true;
  }

  storeAnswered(): void {
    if (this.mayBeOlder) this.endAgain();
  }

  /** The store had one of them, and so may have the others. Nobody waits for it: who comes with one is refused here. */
  endAgain(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.mayBeOlder = false;
    // What is over comes back no more.
    this.known.sweep();
    this.endAll([...this.known.keys()])
      .catch(() => this.storeFailed())
      .finally(() => (this.isEnding = false));
  }

  private async endAll(ids: readonly string[]): Promise<void> {
    for (let done = 0; done < ids.length; done += ENDED_AT_ONCE) {
      await Promise.all(ids.slice(done, done + ENDED_AT_ONCE).map((id) => this.end(id)));
    }
  }
}
