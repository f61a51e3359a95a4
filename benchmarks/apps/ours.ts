import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  BearerGuard,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  CriiptoUser,
  CurrentUser,
  KeyRotationService,
} from 'nestjs-criipto-auth';
import { PostgresStore } from 'nestjs-criipto-auth/postgres';
import { RedisStore } from 'nestjs-criipto-auth/redis';

import { type Answer, API_AUDIENCE, PLAIN_ANSWER, SET_OF_ONE_KEY } from './answer.js';
import { appSettings } from './app-settings.js';
import { reportReady } from './control.js';
import { otherClients } from './other-clients.js';
import { ownKeys } from './own-keys.js';

const settings = appSettings();
const keys = await ownKeys(settings);
const store = sharedStore();

@Controller()
class PagesController {
  @Get('plain')
  plain(): Answer {
    return PLAIN_ANSWER;
  }

  @Get('plain-keys')
  plainKeys(): typeof SET_OF_ONE_KEY {
    return SET_OF_ONE_KEY;
  }

  @Get('me')
  @UseGuards(CriiptoAuthGuard)
  me(@CurrentUser() user: CriiptoUser): Answer {
    return { sub: user.sub };
  }

  @Get('user')
  @UseGuards(CriiptoAuthGuard)
  user(@CurrentUser() user: CriiptoUser): CriiptoUser {
    return user;
  }

  @Get('api')
  @UseGuards(BearerGuard)
  api(@CurrentUser() user: CriiptoUser): Answer {
    return { sub: user.sub };
  }
}

@Module({
  imports: [
    CriiptoAuthModule.forRoot({
      issuer: settings.issuer,
      clientId: settings.clientId,
      baseUrl: settings.baseUrl,
      keys,
      session: { secret: settings.secret, ...store },
      transaction: { ...store },
      login: { pushed: settings.pushed ? 'require' : 'never' },
      bearer: { audience: API_AUDIENCE },
      http: { allowInsecureLoopback: true },
    }),
  ],
  controllers: [PagesController],
})
class PagesModule {}

/** Guards are those of the module that is imported where they are used; routes are looked through in this order. */
@Module({ imports: [...otherClients(settings), PagesModule] })
class AppModule {}

/** The quick start of the README, on one adapter. */
export async function serveOurs(adapter: AbstractHttpAdapter): Promise<void> {
  const begin = performance.now();
  const app = await NestFactory.create(AppModule, adapter, { logger: false });
  await app.listen(settings.port, '127.0.0.1');
  const startedWithin = performance.now() - begin;
  reportReady({
    'started-within': () => startedWithin,
    // Of the module that was imported last.
    rotate: () => app.get(KeyRotationService).rotate({ force: true }),
  });
}

function sharedStore(): { readonly store?: RedisStore | PostgresStore } {
  const { redis, postgres } = settings;
  if (redis !== undefined) return { store: new RedisStore({ url: redis }) };
  return postgres === undefined ? {} : { store: new PostgresStore({ url: postgres }) };
}
