import type { CustomDecorator } from '@nestjs/common';

import { authRule } from './auth-rule.decorator.js';

/** Lets everyone in, and knows who is logged in: `@CurrentUser()` gives `undefined` for the others. */
export const OptionalAuth = (): CustomDecorator<symbol> => authRule({ kind: 'optional' });
