import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { failureFacts, failureLine } from '../errors/error-report.js';
import { AuthEvents } from '../events/auth-events.service.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { FORM_TYPE, mediaTypeOf } from '../http/media-type.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import type { LogoutToken } from '../oidc/validation/logout-token.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { SessionService } from '../session/session.service.js';
import { ReceivedLogouts } from './received-logouts.js';

/** Logouts that the provider tells of, server to server (OpenID Connect Back-Channel Logout 1.0). */
@Injectable()
export class BackchannelLogoutService {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly received: ReceivedLogouts | undefined;

  constructor(
    options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly sessions: SessionService,
    clock: Clock,
    private readonly events: AuthEvents,
  ) {
    const { store } = options.session;
    this.received = store && new ReceivedLogouts(store, options, clock);
  }

  /**
   * Ends the sessions that a provider's request is about. Tells how many those were: none is no error, for
   * they may have ended before.
   *
   * @throws {CriiptoAuthError} `logout_token_missing`, `logout_token_invalid` with what is wrong as its `cause`,
   *   `logout_token_replayed`; `store_unavailable`, `provider_keys_unavailable`, `discovery_…`, `key_unavailable`
   *   when the provider has to try again; `sessions_not_stored`.
   */
  async receive(request: Pick<HttpExchange, 'header' | 'form'>): Promise<number> {
    try {
      const logout = await this.client.verifyLogoutToken(await tokenIn(request)).catch(asInvalid);
      const sessions = await this.act(logout);
      this.events.emit('logout.backchannel', { sessions });
      return sessions;
    } catch (error) {
      this.report(error);
      throw error;
    }
  }

  /** Remembered only when it is done, so that a provider that is told to try again can. */
  private async act(logout: LogoutToken): Promise<number> {
    if (await this.received?.has(logout)) throw replayed();
    const sessions = await this.sessions.endAtProvider(logout);
    if ((await this.received?.add(logout)) === false) throw replayed();
    return sessions;
  }

  private report(error: unknown): void {
    if (!(error instanceof CriiptoAuthError)) return;
    const line = `Back-channel logout refused: ${failureLine(error)}`;
    if (error.status >= 500 && !isOfUnknownKey(error)) this.logger.error(line);
    else this.logger.warn(line);
    this.events.emit('logout.refused', failureFacts(error));
  }
}

/** Section 2.5: a form with the one field. Others are not ours to judge. */
async function tokenIn(request: Pick<HttpExchange, 'header' | 'form'>): Promise<string> {
  if (mediaTypeOf(request.header('content-type')) !== FORM_TYPE)
    throw missing(`comes as ${FORM_TYPE}`);
  const [token, ...others] = (await request.form().catch(asInvalid)).getAll('logout_token');
  if (token === undefined || others.length > 0) throw missing('is there exactly once');
  return token;
}

function missing(rule: string): CriiptoAuthError {
  return new CriiptoAuthError('logout_token_missing', `A \`logout_token\` ${rule}`);
}

function replayed(): CriiptoAuthError {
  return new CriiptoAuthError('logout_token_replayed', 'This logout was received before');
}

/** Strangers can have that said as often as they like, and nothing need be out of order. */
function isOfUnknownKey({ cause }: CriiptoAuthError): boolean {
  return cause instanceof CriiptoAuthError && cause.code === 'id_token_key_unknown';
}

/** One code for all that may be wrong with a request; what may be right another time keeps its own. */
function asInvalid(error: unknown): never {
  if (!(error instanceof CriiptoAuthError) || error.status >= 500) throw error;
  throw new CriiptoAuthError('logout_token_invalid', error.message, { cause: error });
}
