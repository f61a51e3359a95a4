import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import {
  ClientAssertionService,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
} from 'nestjs-criipto-auth';

import { RememberingAssertionService } from './assertion/remembering-assertion.service.js';
import { LoginController } from './login/login.controller.js';
import { ApiController } from './pages/api.controller.js';
import { KeysController } from './pages/keys.controller.js';
import { NotFoundFilter } from './pages/not-found.filter.js';
import { PagesController } from './pages/pages.controller.js';
import { StylesController } from './pages/styles.controller.js';
import { Signatures } from './signing/signatures.js';
import { SigningController } from './signing/signing.controller.js';

/** What differs between the fake Criipto and a tenant of one's own, and from start to start. */
export type SampleOptions = Pick<
  CriiptoAuthOptions,
  'domain' | 'issuer' | 'clientId' | 'keys' | 'ftn' | 'baseUrl' | 'session'
>;

@Module({
  controllers: [
    PagesController,
    KeysController,
    LoginController,
    SigningController,
    ApiController,
    StylesController,
  ],
})
export class SampleModule {
  static with(options: SampleOptions): DynamicModule {
    const signatures = new Signatures();
    return {
      module: SampleModule,
      providers: [
        { provide: Signatures, useValue: signatures },
        { provide: APP_FILTER, useClass: NotFoundFilter },
      ],
      imports: [
        CriiptoAuthModule.forRoot({
          ...options,
          login: { defaultReturnTo: '/profile', cancelledPath: '/cancelled' },
          http: { allowInsecureLoopback: true }, // this machine only: the sample has no certificate
          globalGuard: true,
          // The one place that sees all that the eID sent: the session keeps what is small.
          mapUser: (user) => {
            signatures.keep(user);
            return user;
          },
          ...(options.ftn ? { userInfo: 'required' } : {}), // to see that it is encrypted too
          providers: [{ provide: ClientAssertionService, useClass: RememberingAssertionService }],
        }),
      ],
    };
  }
}
