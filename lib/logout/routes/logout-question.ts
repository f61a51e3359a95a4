import type { Clock } from '../../common/clock.js';
import { equalInConstantTime } from '../../crypto/constant-time.js';
import { randomId } from '../../crypto/random-id.js';
import type { Seal } from '../../crypto/seal.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { failureLine } from '../../errors/error-report.js';
import type { Cookies } from '../../http/cookies.js';
import type { HttpExchange } from '../../http/http-exchange.js';
import { isOfHiddenPage, speaksJson } from '../../http/navigation.js';
import { absoluteUrl } from '../../options/reading/site.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { PageSender } from '../../pages/page-sender.js';
import { LOGOUT_LIFETIME } from '../logout-cookie.js';

/** The field in which the answer brings its token. */
const TOKEN = 'token';

/**
 * Whether the person at a browser wants to log out, where the browser does not tell whose page asks for it. Only who
 * reads our page has its token, and it is good in the browser alone that was asked: the cookie does not come along
 * from another site.
 */
export class LogoutQuestion {
  private readonly seal: Seal;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly pages: PageSender,
    private readonly report: (problem: string) => void,
  ) {
    this.seal = options.session.seals.for('logout question');
  }

  /**
   * Whether the request brings the answer to a question of ours.
   *
   * @throws {CriiptoAuthError} `logout_cross_site` when it cannot: a page of another origin asks, or no person.
   */
  async isAnswered(exchange: HttpExchange, cookies: Cookies): Promise<boolean> {
    if (!isOfHiddenPage(exchange) || speaksJson(exchange))
      throw new CriiptoAuthError(
        'logout_cross_site',
        'A page of another origin asked for a logout',
      );
    const { logout } = this.options.cookieNames;
    const id = cookies.get(logout);
    const token = await this.tokenIn(exchange);
    if (id === undefined || token === null) return false;
    const asked = this.seal.open(logout, token, this.clock.seconds());
    return typeof asked === 'string' && equalInConstantTime(asked, id);
  }

  /** A form that is none, or too large, answers nothing. One that the application has read and lost is told of. */
  private async tokenIn(exchange: HttpExchange): Promise<string | null> {
    try {
      return (await exchange.form()).get(TOKEN);
    } catch (error) {
      if (!(error instanceof CriiptoAuthError)) throw error;
      if (error.status < 500) return null;
      this.report(`Logout refused: ${failureLine(error)}`);
      throw error;
    }
  }

  /** Asks, on a page whose button posts the answer to that URL. */
  ask(exchange: HttpExchange, cookies: Cookies, action: string): void {
    const { logout } = this.options.cookieNames;
    const id = randomId();
    cookies.set(logout, id, { maxAge: LOGOUT_LIFETIME, sameSite: 'Lax' });
    const token = this.seal.seal(logout, id, this.clock.seconds() + LOGOUT_LIFETIME);
    this.pages.send(exchange, {
      topic: 'logout_question',
      status: 200,
      form: { action, fields: { [TOKEN]: token }, label: 'log_out' },
      links: [{ href: absoluteUrl(this.options.site, '/'), label: 'stay_logged_in' }],
    });
  }
}
