import type { INestApplication } from '@nestjs/common';
import { ResolvedOptions } from 'nestjs-criipto-auth';

/** The cookies of an application as it is configured, without the prefix `__Host-`. */
export type CookieNames = ResolvedOptions['cookieNames'];

/** How a running application names its cookies. */
export function cookieNamesIn(app: INestApplication): CookieNames {
  return namesIn(app.get(ResolvedOptions));
}

/** How an application with these options names its cookies. */
export function namesIn({ cookieNames, session }: ResolvedOptions): CookieNames {
  return { ...cookieNames, session: session.cookieName };
}
