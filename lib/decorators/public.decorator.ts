import { type CustomDecorator, SetMetadata } from '@nestjs/common';

import { AUTH_RULE, type AuthRule } from './auth-rule.js';

/** Lets everyone in: no login is looked for. On a handler it beats what its class demands. */
export const Public = (): CustomDecorator<symbol> =>
  SetMetadata(AUTH_RULE, { kind: 'public' } satisfies AuthRule);
