import { Controller, Get, Header } from '@nestjs/common';
import { Public } from 'nestjs-criipto-auth';

import { STYLES } from '../views/styles.js';

@Controller()
@Public()
export class StylesController {
  @Get('styles.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('X-Content-Type-Options', 'nosniff')
  styles(): string {
    return STYLES;
  }
}
