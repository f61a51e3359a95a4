import { Controller, Get, NotFoundException, Param, UseGuards } from '@nestjs/common';
import { CriiptoUser, CurrentUser } from 'nestjs-criipto-auth';

import { Page } from '../pages/page.decorator.js';
import { signPage } from '../views/sign.js';
import { signedPage } from '../views/signed.js';
import { agreementBy, AGREEMENTS } from './agreements.js';
import { Signatures } from './signatures.js';
import { SigningGuard } from './signing.guard.js';
import { signingRequest } from './signing-request.js';

@Controller()
export class SigningController {
  constructor(private readonly signatures: Signatures) {}

  @Page('sign')
  choose(@CurrentUser() user: CriiptoUser): string {
    const offers = AGREEMENTS.map((agreement) => ({
      agreement,
      canSign: signingRequest(user, agreement) !== undefined,
      signature: this.signatures.find(user, agreement),
    }));
    return signPage(user, offers);
  }

  /** The guard has sent the browser to the eID; it comes back to the module's own callback. */
  @Get('sign/:agreement')
  @UseGuards(SigningGuard)
  sign(): void {}

  /** Anybody can come here: what counts is whether there is a signature. */
  @Page('signed/:agreement')
  signed(@CurrentUser() user: CriiptoUser, @Param('agreement') id: string): string {
    const agreement = agreementBy(id);
    const signature = agreement && this.signatures.find(user, agreement);
    if (!signature) throw new NotFoundException('You did not sign this');
    return signedPage(user, signature);
  }
}
