import { Injectable, type PipeTransform } from '@nestjs/common';

import { AccessTokens } from '../access-tokens/access-tokens.service.js';
import type { Session } from '../session/session.js';

/**
 * Has the access token of a session ready before the handler runs.
 *
 * @throws {InvalidOptionsError} at start-up, where it is used without `session.tokens`.
 */
@Injectable()
export class AccessTokenPipe implements PipeTransform<Session | undefined> {
  constructor(private readonly tokens: AccessTokens) {
    tokens.demand(); // now, and not when somebody is logged in
  }

  async transform(session: Session | undefined): Promise<string | undefined> {
    return session && this.tokens.get(session);
  }
}
