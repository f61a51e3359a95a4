import { type CustomDecorator, SetMetadata } from '@nestjs/common';

import { AUTH_RULE, type AuthRule } from './auth-rule.js';

/** Lets everyone in, and knows who is logged in: `@CurrentUser()` gives `undefined` for the others. */
export const OptionalAuth = (): CustomDecorator<symbol> =>
  SetMetadata(AUTH_RULE, { kind: 'optional' } satisfies AuthRule);
