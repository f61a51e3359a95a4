import type { Cookies } from '../../http/cookies.js';
import type { UserValidator } from '../user-validator.js';

/** A callback as it came. */
export interface Callback {
  /** The cookie that shows that this browser began the login. */
  readonly proof: string | undefined;
  readonly parameters: URLSearchParams;
  readonly cookies: Cookies;
  /** Who says whom the application takes its user for, which differs between routes. */
  readonly validator: UserValidator;
}

/** One that is being answered. */
interface UnderWay<T> extends Callback {
  readonly answer: Promise<T>;
}

/**
 * The callbacks that are being answered right now, by this process. A browser may send one twice at once, by a double
 * click or a reload, and heeds the last answer alone: so that one tells the same as the first, the cookies of the
 * very same session among it. To no other browser: who asks for it brings the cookie of the login and the whole
 * callback, by which it would be the first itself if it were quicker. Nothing is kept beyond the first answer.
 */
export class SimultaneousCallbacks<T> {
  /** By what shows who began the login. */
  private readonly underWay = new Map<string, UnderWay<T>>();

  /** What the work gives, or what it gives for the same callback that came before, which it is waited for then. */
  async answer(callback: Callback, work: () => Promise<T>): Promise<T> {
    const { proof, parameters, validator, cookies } = callback;
    if (proof === undefined) return work();
    const first = this.underWay.get(proof);
    if (!first) return this.begin(proof, callback, work());
    const isSame = first.parameters.toString() === parameters.toString();
    if (!isSame || first.validator !== validator) return work();
    return first.answer.finally(() => cookies.repeat(first.cookies));
  }

  private begin(proof: string, callback: Callback, work: Promise<T>): Promise<T> {
    const answer = work.finally(() => this.underWay.delete(proof));
    this.underWay.set(proof, { ...callback, answer });
    return answer;
  }
}
