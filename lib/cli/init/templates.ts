import type { NestApplication } from './application.js';

/** Files of ours in the application, by their paths below its sources. */
export function sources({ extension }: NestApplication): Readonly<Record<string, string>> {
  return {
    'criipto/environment.ts': ENVIRONMENT,
    'criipto/criipto.module.ts': moduleSource((name) => `./${name}${extension}`),
    'criipto/profile.controller.ts': PROFILE,
  };
}

const ENVIRONMENT = `import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The environment, with what .env adds to it: what is set already wins. */
export const environment: Record<string, string | undefined> = {
  ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}),
  ...process.env,
};
`;

/** @param own how another file of the folder is imported. */
const moduleSource = (own: (name: string) => string) => `import { Module } from '@nestjs/common';
import { CriiptoAuthModule } from 'nestjs-criipto-auth';
import { environment } from '${own('environment')}';
import { ProfileController } from '${own('profile.controller')}';

@Module({
  imports: [
    CriiptoAuthModule.forRoot({
      // \`npm run start:fake\` sets another one: the fake Criipto.
      domain: environment.CRIIPTO_DOMAIN ?? '',
      clientId: environment.CRIIPTO_CLIENT_ID ?? '',
      baseUrl:
        environment.CRIIPTO_BASE_URL ??
        \`http://localhost:\${process.env.PORT ?? 3000}\`,
      keys: { file: environment.CRIIPTO_KEY_FILE ?? 'criipto-key.json' },
      session: { secret: environment.SESSION_SECRET ?? '' },
      login: { acrValues: 'urn:grn:authn:dk:mitid:substantial' },
      // Plain http on this machine, for development alone.
      http: { allowInsecureLoopback: environment.NODE_ENV !== 'production' },
    }),
  ],
  controllers: [ProfileController],
})
export class CriiptoModule {}
`;

const PROFILE = `import { Controller, Get, UseGuards } from '@nestjs/common';
import {
  CriiptoAuthGuard,
  CriiptoUser,
  CurrentUser,
} from 'nestjs-criipto-auth';

@Controller()
@UseGuards(CriiptoAuthGuard)
export class ProfileController {
  /** Whoever is not logged in goes to log in first. */
  @Get('me')
  me(@CurrentUser() user: CriiptoUser): CriiptoUser {
    return user;
  }
}
`;
