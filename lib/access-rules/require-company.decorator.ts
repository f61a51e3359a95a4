import type { CustomDecorator } from '@nestjs/common';

import { authRule } from './auth-rule.decorator.js';

/**
 * Demands a login for a company, by MitID Erhverv: as an employee, or as who may sign for it
 * (https://docs.idura.app/verify/e-ids/danish-mitid-erhverv). A browser that goes to a page without one is sent to log
 * in so, and comes back: as another identity, which the same person has there, and which replaces a session as a
 * citizen. Anything else is answered 403 `company_required`.
 */
export const RequireCompany = (): CustomDecorator<symbol> => authRule({ kind: 'company' });
