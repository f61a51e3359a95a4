import { Controller, Get, UseGuards } from '@nestjs/common';
import { CriiptoAuthGuard } from 'nestjs-criipto-auth';

/** A page for who is logged in, whoever that is. */
@Controller()
@UseGuards(CriiptoAuthGuard)
export class ProtectedController {
  @Get('me')
  me() {
    return {};
  }
}
