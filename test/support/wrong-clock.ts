import { Clock } from '../../lib/common/clock.js';

/** A clock that goes as the machine's does, and is wrong. */
export class WrongClock extends Clock {
  /** @param ahead seconds. */
  constructor(private readonly ahead: number) {
    super();
  }

  now(): number {
    return Date.now() + this.ahead * 1000;
  }
}
