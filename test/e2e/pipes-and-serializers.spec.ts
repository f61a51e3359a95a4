import {
  ClassSerializerInterceptor,
  Controller,
  Get,
  type INestApplication,
  SerializeOptions,
  UseGuards,
  ValidationPipe,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, CriiptoUser, CurrentUser, OptionalAuth } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class Pages {
  @Get('me')
  me(@CurrentUser() user: CriiptoUser, @CurrentUser('nationalId') nationalId?: string) {
    return {
      isUser: user instanceof CriiptoUser,
      name: user.name,
      at: user.authenticatedAt.getTime() > 0,
      claims: Object.keys(user.claims).length > 0,
      nationalId: [user.nationalId, nationalId],
    };
  }

  @Get('greeting')
  @OptionalAuth()
  greeting(@CurrentUser() user?: CriiptoUser) {
    return { isThere: user !== undefined };
  }

  @Get('as-it-is')
  asItIs(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('serialized')
  @SerializeOptions({ type: CriiptoUser })
  serialized(@CurrentUser() user: CriiptoUser) {
    return user;
  }

  @Get('made')
  @SerializeOptions({ type: CriiptoUser })
  made(@CurrentUser() user: CriiptoUser) {
    return { ...user.reveal(), nationalId: '0102039999' };
  }
}

const PIPES: readonly (readonly [string, ValidationPipeOptions])[] = [
  ['as it is', {}],
  ['that transforms', { transform: true }],
  ['that takes away what it does not know', { transform: true, whitelist: true }],
  ['that refuses what it does not know', { whitelist: true, forbidNonWhitelisted: true }],
  ['that refuses what has no rules', { transform: true, forbidUnknownValues: true }],
];

describe.each(HTTP_ADAPTERS)('over the whole application, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Pages] });
  const read = async ({ url }: TestApp, path: string, browser: Browser) =>
    (await browser.fetch(url + path)).json();

  it.each(PIPES)('a ValidationPipe of custom decorators %s leaves the user', async (_how, pipe) => {
    const app = await start({
      prepare: (nest: INestApplication) =>
        nest.useGlobalPipes(new ValidationPipe({ ...pipe, validateCustomDecorators: true })),
    });
    const browser = new Browser();
    expect(await read(app, '/greeting', browser)).toEqual({ isThere: false });
    await app.logIn(browser, { person: 'dk-freja' });
    expect(await read(app, '/me', browser)).toMatchObject({
      isUser: true,
      name: 'Freja Prøvesen',
      at: true,
      claims: true,
    });
    expect(await read(app, '/greeting', browser)).toEqual({ isThere: true });
  });

  describe('a ClassSerializerInterceptor', () => {
    let app: TestApp;
    let browser: Browser;
    beforeAll(async () => {
      app = await start({
        prepare: (nest: INestApplication) =>
          nest.useGlobalInterceptors(new ClassSerializerInterceptor(nest.get(Reflector))),
      });
      browser = new Browser();
      await app.logIn(browser, { person: 'dk-freja' });
    });

    it.each(['/as-it-is', '/serialized', '/made'])(
      'shows at %s what a user shows',
      async (path) => {
        const shown = await read(app, path, browser);
        expect(shown).toMatchObject({ name: 'Freja Prøvesen', eid: 'mitid' });
        for (const hidden of ['nationalId', 'claims']) expect(shown).not.toHaveProperty(hidden);
      },
    );
  });
});
