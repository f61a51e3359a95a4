/** 9 MB. */
const CAPACITY = 100_000;
/** To find the first of a set takes the longer, the more were deleted before it: so seldom, and many at once. */
const DROPPED_AT_ONCE = 1000;
const ENDED_AT_ONCE = 50;

/**
 * Which sessions this instance ended. A store may come back older than it was, with sessions that have ended since: they
 * are ended again, in the store and so for all, when it comes back or one of them is seen.
 */
export class EndingsHere {
  private readonly ids = new Set<string>();
  private mayBeOlder = false;
  private isEnding = false;

  /** @param end removes a session from the store. */
  constructor(private readonly end: (id: string) => Promise<unknown>) {}

  note(id: string): void {
    if (this.ids.size >= CAPACITY) this.dropOldest();
    this.ids.add(id);
  }

  /** Whether a session that the store has is one that ended here. Then it has others of that kind, too. */
  cover(id: string): boolean {
    const isOver = this.ids.has(id);
    if (isOver) this.endAgain();
    return isOver;
  }

  /** Whatever it has when it answers again may be older. */
  storeFailed(): void {
    this.mayBeOlder = true;
  }

  storeAnswered(): void {
    if (this.mayBeOlder) this.endAgain();
  }

  /** Nobody waits for it: who comes with one of them is refused here. */
  private endAgain(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.mayBeOlder = false;
    this.endAll([...this.ids])
      .catch(() => this.storeFailed())
      .finally(() => (this.isEnding = false));
  }

  private async endAll(ids: readonly string[]): Promise<void> {
    for (let done = 0; done < ids.length; done += ENDED_AT_ONCE) {
      await Promise.all(ids.slice(done, done + ENDED_AT_ONCE).map((id) => this.end(id)));
    }
  }

  private dropOldest(): void {
    for (const id of this.ids) {
      this.ids.delete(id);
      if (this.ids.size <= CAPACITY - DROPPED_AT_ONCE) return;
    }
  }
}
