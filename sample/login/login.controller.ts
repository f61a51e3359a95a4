import { Controller, Get, UseGuards } from '@nestjs/common';
import { Public } from 'nestjs-criipto-auth';

import { EidLoginGuard } from './eid-login.guard.js';

@Controller('login')
@Public()
export class LoginController {
  /** The guard has sent the browser to the provider; it comes back to the module's own callback. */
  @Get(':eid')
  @UseGuards(EidLoginGuard)
  login(): void {}
}
