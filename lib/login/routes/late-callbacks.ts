import type { Clock } from '../../common/clock.js';
import { minutes } from '../../common/durations.js';
import type { Seal } from '../../crypto/seal.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { notePageFacts, pageFactsOf, type PageFacts } from '../../errors/page-facts.js';
import type { Cookies } from '../../http/cookies.js';
import type { HttpExchange } from '../../http/http-exchange.js';
import { isSameSite, prefersHtml } from '../../http/navigation.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { lateCallbackPath } from '../../options/sections/routes-options.js';

/** What was wrong with a callback, as its cookie holds it. */
interface Refusal {
  readonly code: CriiptoAuthErrorCode;
  readonly message: string;
  readonly correlationId: string;
  readonly pageFacts: PageFacts;
}

/** The way from one address to the next. */
const LIFETIME = minutes(1);

/**
 * Callbacks by form that came twice or too late. Such a form comes from the provider's site, without the `Lax` cookie
 * of a session, so that nobody can tell whether its user is in: the browser is sent on to a GET of ours, which
 * brings that cookie. What was wrong goes along in a cookie of its own, for the page of who is not in.
 */
export class LateCallbacks {
  private readonly seal: Seal;
  /** The path to send browsers on to. */
  private readonly onward: string;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.seal = options.session.seals.for('late callback');
    this.onward = lateCallbackPath(options.routes.callback);
  }

  /** The path to send the browser on to, where it came without the cookies that it has. */
  pathAfter(error: CriiptoAuthError, exchange: HttpExchange, cookies: Cookies): string | undefined {
    const { site, cookieNames } = this.options;
    if (exchange.method !== 'POST' || !prefersHtml(exchange) || isSameSite(exchange))
      return undefined;
    const { code, message, correlationId } = error;
    const pageFacts = pageFactsOf(error);
    const refusal: Refusal = { code, message, correlationId, pageFacts };
    const name = cookieNames.lateCallback;
    const sealed = this.seal.seal(name, refusal, this.clock.seconds() + LIFETIME);
    cookies.set(name, sealed, { maxAge: LIFETIME, sameSite: 'Lax' });
    return site.basePath + this.onward;
  }

  /** Whether a browser is where it was sent on to. */
  isSentOn(exchange: HttpExchange): boolean {
    return exchange.method === 'GET' && exchange.url.endsWith(this.onward);
  }

  /** What was wrong with the callback of a browser that was sent on, which was told before; nothing from one that keeps no cookies. */
  recall(cookies: Cookies): CriiptoAuthError | undefined {
    const name = this.options.cookieNames.lateCallback;
    const sealed = cookies.get(name);
    if (sealed === undefined) return undefined;
    cookies.clear(name);
    // Sealed under this purpose by pathAfter() alone.
    const refusal = this.seal.open(name, sealed, this.clock.seconds()) as Refusal | undefined;
    if (!refusal) return undefined;
    const { code, message, correlationId, pageFacts } = refusal;
    const error = Object.assign(new CriiptoAuthError(code, message), { correlationId });
    notePageFacts(error, pageFacts);
    return error;
  }
}
