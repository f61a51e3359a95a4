import type { Exchange, Texts } from '../model/exchange.js';
import { requestParameters } from './request-parameters.js';
import type { Step } from './step.js';

const MOST_STEPS = 60;

/** One login: what was asked of the fake for it, and what it answered. */
export class LoginTrace {
  readonly steps: Step[] = [];
  /** Those that found no more room, as of a poll that goes on and on. */
  left = 0;

  constructor(
    /** Counts the logins of this fake. */
    readonly number: number,
    /** When it began, in milliseconds since the epoch. */
    readonly startedAt: number,
  ) {}

  add(step: Step): void {
    if (this.steps.length < MOST_STEPS) this.steps.push(step);
    else this.left += 1;
  }

  get clientId(): string | undefined {
    return this.steps.find(({ exchange }) => exchange.clientId !== undefined)?.exchange.clientId;
  }

  /** What was asked for, wherever it was written: pushed, signed, or in the address. */
  get asked(): Texts {
    const asking = this.steps.filter(({ kind }) => kind === 'par' || kind === 'authorize');
    return Object.assign({}, ...asking.map(({ exchange }) => requestParameters(exchange))) as Texts; // of texts
  }

  /** Milliseconds that the fake worked for it. */
  get took(): number {
    return this.steps.reduce((sum, { exchange }) => sum + exchange.took, 0);
  }

  /** What came before a step. */
  before(exchange: Exchange): readonly Step[] {
    return this.steps.slice(
      0,
      this.steps.findIndex((step) => step.exchange === exchange),
    );
  }
}
