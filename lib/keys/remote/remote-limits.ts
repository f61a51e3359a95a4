import { days } from '../../common/durations.js';
import { InvalidOptionsError } from '../../errors/options.error.js';

/** How far a remote key is trusted to answer. Durations are seconds. */
export interface RemoteSignerLimits {
  /** What one attempt may take. Its signal aborts then. @default 2 */
  readonly timeout?: number;
  /** One more attempt after a failure; `false` makes it the only one. */
  readonly retry?:
    | false
    | {
        /** What all may take together, waiting included. @default 5 */
        readonly budget?: number;
        /** The longest pause before the second attempt; its length is random. @default 0.2 */
        readonly delay?: number;
      };
  /**
   * Signatures at a time. Others wait. A call that ignores its signal gives its place back at its limit; when as
   * many hang on, the key is left alone until one ends or `circuitBreaker.pause` is over, so that never more than
   * twice as many are under way, and one more after each pause. @default 8
   */
  readonly concurrency?: number;
  /** Leaves a key that keeps failing alone; `false` never does. */
  readonly circuitBreaker?:
    | false
    | {
        /** Failures in a row after which it does. @default 5 */
        readonly failures?: number;
        /** Until one attempt is let through again. @default 30 */
        readonly pause?: number;
      };
}

/** The same with nothing left open. */
export interface RemoteLimits {
  readonly timeout: number;
  readonly budget: number;
  readonly retries: number;
  readonly delay: number;
  readonly concurrency: number;
  readonly failures: number;
  readonly pause: number;
}

const BUDGET = 5;
/** Node's timers end at once when they are told to take longer than about 24 days. */
const LONGEST = days(1);

export function remoteLimits(options: RemoteSignerLimits): RemoteLimits {
  const { timeout = 2, concurrency = 8 } = options;
  const retry = options.retry ?? {};
  const breaker = options.circuitBreaker ?? {};
  const { budget = BUDGET, delay = 0.2 } = retry === false ? {} : retry;
  const { failures = 5, pause = 30 } = breaker === false ? { failures: Infinity } : breaker;
  const problems = [
    ...positive({ timeout, 'retry.budget': budget, 'circuitBreaker.pause': pause }),
    ...atLeastOne({ concurrency, 'circuitBreaker.failures': failures }),
    ...(delay >= 0 && delay <= LONGEST ? [] : ['`retry.delay` must be a number of seconds, or 0']),
  ];
  if (problems.length > 0) throw new InvalidOptionsError(problems);
  const retries = retry === false ? 0 : 1;
  return { timeout, budget, retries, delay, concurrency, failures, pause };
}

function positive(durations: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(durations)
    .filter(([, seconds]) => !(seconds > 0 && seconds <= LONGEST))
    .map(([name]) => `\`${name}\` must be a number of seconds above 0, and at most ${LONGEST}`);
}

function atLeastOne(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts)
    .filter(([, count]) => !(count >= 1))
    .map(([name]) => `\`${name}\` must be a number of at least 1`);
}
