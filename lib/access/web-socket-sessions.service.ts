import type { IncomingMessage } from 'node:http';

import { Injectable, Logger } from '@nestjs/common';

import { minutes } from '../common/durations.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { Timer } from '../common/timer.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { cookiesSentBy } from '../http/caller.js';
import { Cookies } from '../http/cookies.js';
import { foreignOrigin, foreignOriginText } from '../http/handshake.js';
import { noteHandshake } from '../http/noted-handshake.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import type { Session } from '../session/session.js';
import { SessionService } from '../session/session.service.js';

/** What is needed of a socket of `ws`. */
export interface WebSocketClient {
  readonly readyState: number;
  /** The `readyState` of one that is open. */
  readonly OPEN: number;
  close(code: number, reason: string): void;
  once(event: 'close', listener: () => void): unknown;
}

/** RFC 6455 section 7.4.1, and what IANA's registry added. */
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;
/** Of the protocol of graphql-ws: a client of its own comes again, with the cookies that the browser has then. */
const FORBIDDEN = 4403;

const LOOKED_AT_EVERY = minutes(1);

/**
 * Lets in whose WebSocket was opened with the session cookie, by no page but those of `webSocketOrigins`, and closes it
 * when that session is over: at once where it ends at this instance, within a minute where it ends elsewhere or by
 * itself. For sockets of `ws`, as `@nestjs/platform-ws` and Nest's Apollo driver have them.
 */
@Injectable()
export class WebSocketSessions {
  private readonly logger = new Logger(LOGGER_NAME);

  constructor(
    private readonly sessions: SessionService,
    private readonly options: ResolvedOptions,
    private readonly timer: Timer,
  ) {}

  /**
   * For `handleConnection(client, request)` of a gateway: from then on its guards and `@CurrentUser()` know who is
   * there. Gives the session, where it counts at every route. Closes the socket of anybody else with 1008, or with 1013
   * while `session.store` cannot be asked. Never rejects.
   *
   * @param options `optional` lets the socket of anybody stay open: guards say at each message what it may do.
   */
  async admit(
    client: WebSocketClient,
    request: IncomingMessage,
    options: { readonly optional?: boolean } = {},
  ): Promise<Session | undefined> {
    return this.admitted(client, request, { ...options, refusal: POLICY_VIOLATION });
  }

  /**
   * For `subscriptions: { 'graphql-ws': sockets.graphqlWs() }` of Nest's Apollo driver, and for the servers of
   * graphql-ws on `ws`. Closes as `admit` does, but with 4403 in place of 1008.
   *
   * @param options as for `admit`.
   */
  graphqlWs(options: { readonly optional?: boolean } = {}): {
    onConnect(context: { readonly extra: unknown }): Promise<boolean>;
  } {
    return {
      onConnect: async ({ extra }) => {
        // As graphql-ws makes it for a socket of `ws`.
        const { socket, request } = extra as { socket: WebSocketClient; request: IncomingMessage };
        const session = await this.admitted(socket, request, { ...options, refusal: FORBIDDEN });
        return session !== undefined || options.optional === true;
      },
    };
  }

  private async admitted(
    client: WebSocketClient,
    request: IncomingMessage,
    { optional = false, refusal }: { readonly optional?: boolean; readonly refusal: number },
  ): Promise<Session | undefined> {
    noteHandshake(client, request);
    try {
      const session = await this.sessionOf(request);
      const isLogin = session !== undefined && this.sessions.isLogin(session);
      if (!isLogin && !optional) client.close(refusal, 'Login required');
      else if (session && client.readyState === client.OPEN)
        void this.closeWhenOver(client, session, refusal);
      return isLogin ? session : undefined;
    } catch (error) {
      this.closeForNow(client, error);
      return undefined;
    }
  }

  private async sessionOf(request: IncomingMessage): Promise<Session | undefined> {
    const context = { getType: () => 'ws', getArgs: () => [] };
    const origin = foreignOrigin(context, request, this.options.webSocketOrigins);
    if (origin === undefined)
      return this.sessions.read(new Cookies(cookiesSentBy(request), this.options.site));
    this.logger.debug(foreignOriginText(origin));
    return undefined;
  }

  private async closeWhenOver(
    client: WebSocketClient,
    session: Session,
    code: number,
  ): Promise<void> {
    const close = (): void => client.close(code, 'The session has ended');
    const forget = this.sessions.whenEnded(session, close);
    const closed = new AbortController();
    client.once('close', () => {
      forget();
      closed.abort();
    });
    try {
      do await this.timer.wait(LOOKED_AT_EVERY, closed.signal);
      while (!(await this.sessions.isOver(session)));
      close();
    } catch (error) {
      if (!closed.signal.aborted) this.closeForNow(client, error);
    }
  }

  /** Who it is cannot be told, and may be in a while. The session service has told the log of a store that failed. */
  private closeForNow(client: WebSocketClient, error: unknown): void {
    if (!(error instanceof CriiptoAuthError))
      this.logger.error(`A WebSocket was closed: ${nameOfThrown(error)}`);
    client.close(TRY_AGAIN_LATER, 'Try again later');
  }
}
