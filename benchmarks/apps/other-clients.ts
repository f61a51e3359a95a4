import type { DynamicModule } from '@nestjs/common';
import { CriiptoAuthModule } from 'nestjs-criipto-auth';

import type { AppSettings } from './app-settings.js';

/** The clients that an application has beside the one that is measured: a module each, with routes of its own. */
export function otherClients(settings: AppSettings): DynamicModule[] {
  return Array.from({ length: settings.clients - 1 }, (_, index) => another(settings, index));
}

function another(settings: AppSettings, index: number): DynamicModule {
  const at = (name: string) => `/clients/${index}/${name}`;
  return CriiptoAuthModule.forRoot({
    isGlobal: false,
    issuer: settings.issuer,
    clientId: `urn:my:application:identifier:other-${index}`,
    baseUrl: settings.baseUrl,
    keys: { pem: settings.privateKey },
    session: { secret: settings.secret, cookieName: `other-session-${index}` },
    routes: {
      login: at('login'),
      callback: at('callback'),
      logout: at('logout'),
      loggedOut: at('logged-out'),
      jwks: at('jwks.json'),
    },
    http: { allowInsecureLoopback: true },
  });
}
