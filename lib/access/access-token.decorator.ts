import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

import { sessionOf } from '../session/request-session.js';
import type { Session } from '../session/session.js';
import { AccessTokenPipe } from './access-token.pipe.js';

const SessionOfCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Session | undefined => sessionOf(context),
);

/**
 * The access token of who is logged in, refreshed if need be, for calling APIs on their behalf; `undefined` under
 * `@OptionalAuth()` when nobody is. Behind `CriiptoAuthGuard`, with `session.tokens`.
 *
 * @throws {CriiptoAuthError} as `AccessTokens#get` does, before the handler runs.
 * @example
 * orders(@AccessToken() token: string) {}
 */
export const AccessToken = (): ParameterDecorator => SessionOfCaller(AccessTokenPipe);
