import { Controller, Get, Module } from '@nestjs/common';
import { CriiptoAuthModule, OptionalAuth, RequireAcr } from 'nestjs-criipto-auth';

import { UNREAD_OPTIONS } from './unread-options.js';

@Controller('account')
class AccountController {
  @Get()
  overview(): void {}

  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  transfer(): void {}
}

/** Its options are those of a machine that has none. */
@Module({
  imports: [CriiptoAuthModule.forRootAsync({ ...UNREAD_OPTIONS, globalGuard: true })],
  controllers: [AccountController],
})
export class AppModule {}

@Controller('greeting')
class GreetingController {
  constructor() {
    throw new Error('Nothing is made');
  }

  @Get()
  @OptionalAuth()
  greeting(): void {}
}

@Module({ controllers: [GreetingController] })
export class ForgetfulModule {}
