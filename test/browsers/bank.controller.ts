import { Controller, Get, Header, Post, Query, UseGuards } from '@nestjs/common';
import {
  CriiptoAuthGuard,
  CriiptoUser,
  CurrentUser,
  Public,
  RequireAcr,
} from 'nestjs-criipto-auth';

const HIGH = 'urn:grn:authn:dk:mitid:high';

function page(title: string, body = ''): string {
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${body}</html>`;
}

/** The pages of an application: some for everybody, some for who is logged in, some for who proved it well. */
@Controller()
@UseGuards(CriiptoAuthGuard)
export class BankController {
  @Get()
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  home() {
    return page('Home', '<a id="login" href="/auth/login?returnTo=/account">Log in</a>');
  }

  @Get('account')
  @Header('Content-Type', 'text/html; charset=utf-8')
  account(@CurrentUser() user: CriiptoUser, @Query('tab') tab = '') {
    return page(
      `Account of ${user.name}`,
      `<p>Tab ${tab.replace(/\W/g, '')}</p><form method="post" action="/auth/logout"><button id="logout">Log out</button></form>`,
    );
  }

  @Get('vault')
  @RequireAcr(HIGH)
  @Header('Content-Type', 'text/html; charset=utf-8')
  vault() {
    return page('The vault is open');
  }

  @Get('pay')
  @Header('Content-Type', 'text/html; charset=utf-8')
  pay() {
    return page(
      'Pay',
      '<form method="post" action="/transfer"><button id="send">Send</button></form>',
    );
  }

  @Post('transfer')
  @RequireAcr(HIGH)
  transfer() {
    return { done: true };
  }

  /** A page with a frame that shows a path of this application. */
  @Get('around')
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  around(@Query('path') path = '') {
    return page('Around', `<iframe src="/${path.replace(/[^\w/]/g, '')}"></iframe>`);
  }
}
