import { Controller, Get } from '@nestjs/common';
import { CriiptoUser, CurrentUser } from 'nestjs-criipto-auth';

/** For programs: where a page would go to login, this answers 401. */
@Controller('api')
export class ApiController {
  /** National id and claims are not in the JSON of a user. */
  @Get('me')
  me(@CurrentUser() user: CriiptoUser): CriiptoUser {
    return user;
  }
}
