import { Controller, Header, Inject } from '@nestjs/common';
import {
  ClientAssertionService,
  CriiptoUser,
  CurrentUser,
  KeyProvider,
  OptionalAuth,
  RequireAcr,
  RequireAge,
  RequireCompany,
  ResolvedOptions,
} from 'nestjs-criipto-auth';

import type { RememberingAssertionService } from '../assertion/remembering-assertion.service.js';
import { cancelledPage } from '../views/cancelled.js';
import { companyPage } from '../views/company.js';
import { ftnSection } from '../views/ftn.js';
import { grownUpsPage } from '../views/grown-ups.js';
import { homePage } from '../views/home.js';
import { profilePage } from '../views/profile.js';
import { safePage } from '../views/safe.js';
import { Page } from './page.decorator.js';

const SAFE_OPEN_SECONDS = 300;

/** Behind the module's global guard: a route that says nothing needs a login. */
@Controller()
export class PagesController {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly keys: KeyProvider,
    @Inject(ClientAssertionService) private readonly assertions: RememberingAssertionService,
  ) {}

  /** The Back button asks again, and so shows who is logged in by then: the guard says nothing of a stranger's page. */
  @Page('/')
  @Header('Cache-Control', 'no-store')
  @OptionalAuth()
  home(@CurrentUser() user: CriiptoUser | undefined): string {
    return homePage(user, this.options);
  }

  @Page('profile')
  async profile(@CurrentUser() user: CriiptoUser): Promise<string> {
    const assertion = this.assertions.last;
    const publicKeys = await this.keys.publicKeys();
    const publicKey = publicKeys.find(({ kid }) => kid === assertion?.header['kid']);
    return profilePage(user, {
      assertion: assertion && publicKey ? { ...assertion, publicKey } : undefined,
      ftn: this.options.ftn ? ftnSection(this.options, publicKeys) : undefined,
    });
  }

  @Page('safe')
  @RequireAcr('urn:grn:authn:dk:mitid:high', { maxAge: SAFE_OPEN_SECONDS })
  safe(@CurrentUser() user: CriiptoUser): string {
    return safePage(user, SAFE_OPEN_SECONDS);
  }

  /** Asks for an age, and for nobody's name: a login that told a birthdate answers, too. */
  @Page('grown-ups')
  @RequireAge(18, { country: 'DK' })
  grownUps(@CurrentUser() user: CriiptoUser | undefined): string {
    return grownUpsPage(user);
  }

  /** A citizen who comes here logs in for a company, and is another user from then on. */
  @Page('company')
  @RequireCompany()
  company(@CurrentUser() user: CriiptoUser): string {
    return companyPage(user);
  }

  @Page('cancelled')
  @OptionalAuth()
  cancelled(@CurrentUser() user: CriiptoUser | undefined): string {
    return cancelledPage(user);
  }
}
