import { type DynamicModule, Module } from '@nestjs/common';
import {
  ClientAssertionService,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
} from 'nestjs-criipto-auth';

import { RememberingAssertionService } from './assertion/remembering-assertion.service.js';
import { LoginController } from './login/login.controller.js';
import { ApiController } from './pages/api.controller.js';
import { KeysController } from './pages/keys.controller.js';
import { PagesController } from './pages/pages.controller.js';
import { StylesController } from './pages/styles.controller.js';

/** What differs between the fake Criipto and a tenant of one's own, and from start to start. */
export type SampleOptions = Pick<
  CriiptoAuthOptions,
  'domain' | 'issuer' | 'clientId' | 'keys' | 'baseUrl' | 'session'
>;

@Module({
  controllers: [PagesController, KeysController, LoginController, ApiController, StylesController],
})
export class SampleModule {
  static with(options: SampleOptions): DynamicModule {
    return {
      module: SampleModule,
      imports: [
        CriiptoAuthModule.forRoot({
          ...options,
          login: { defaultReturnTo: '/profile', cancelledPath: '/cancelled' },
          http: { allowInsecureLoopback: true }, // this machine only: the sample has no certificate
          globalGuard: true,
          providers: [{ provide: ClientAssertionService, useClass: RememberingAssertionService }],
        }),
      ],
    };
  }
}
