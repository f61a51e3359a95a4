import { Controller, Get, type Type, UseFilters, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../../access-rules/public.decorator.js';
import { LoginRouteGuard } from './login-route.guard.js';
import { RedirectionFilter } from './redirection.filter.js';

/** The route that starts a login. */
export function loginController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  @UseFilters(RedirectionFilter)
  class CriiptoLoginController {
    /** The guard has sent the browser to the provider; there is nothing left to do. */
    @Get(path)
    @UseGuards(LoginRouteGuard)
    login(): void {}
  }
  return CriiptoLoginController;
}
