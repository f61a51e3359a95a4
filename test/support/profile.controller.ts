import { Controller, Get, UseGuards } from '@nestjs/common';
import { CriiptoAuthGuard, CurrentUser } from 'nestjs-criipto-auth';

/** A page that shows who is there, to who is logged in. */
@Controller()
@UseGuards(CriiptoAuthGuard)
export class ProfileController {
  @Get('me')
  me(@CurrentUser() user: unknown) {
    return user;
  }
}
