import { Controller, Get, type Type, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../decorators/public.decorator.js';
import { CriiptoLoginGuard } from '../guards/criipto-login.guard.js';
import { RedirectionFilter } from './redirection.filter.js';

/** The route that starts a login. */
export function loginController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoLoginController {
    /** The guard has sent the browser to the provider; there is nothing left to do. */
    @Get(path)
    @UseGuards(CriiptoLoginGuard)
    @UseFilters(RedirectionFilter)
    login(): void {}
  }
  return CriiptoLoginController;
}
