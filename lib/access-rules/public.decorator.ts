import type { CustomDecorator } from '@nestjs/common';

import { authRule } from './auth-rule.decorator.js';

/** Lets everyone in: no login is looked for. On a handler it beats what its class demands. */
export const Public = (): CustomDecorator<symbol> => authRule({ kind: 'public' });
