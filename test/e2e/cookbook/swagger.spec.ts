import { Controller, Get, type INestApplication, type Type } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthModule } from 'nestjs-criipto-auth';

import { importBlock } from '../../docs/import-block.js';
import { Browser } from '../../support/browser.js';
import { HTTP_ADAPTERS } from '../../support/http-adapters.js';
import { appsOn, testOptions } from '../../support/test-app.js';

interface Blocks {
  readonly AccountController: Type;
  readonly apiDocument: (app: INestApplication) => OpenAPIObject;
}

const PAGE = 'docs/cookbook/swagger.md';

@Controller('terms')
class TermsController {
  @Get()
  terms() {}
}

describe.each(HTTP_ADAPTERS)('a document of the API on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let blocks: Blocks;
  beforeAll(async () => {
    // By their names in the page.
    blocks = {
      ...((await importBlock(PAGE, 'src/account.controller.ts')) as Blocks),
      ...((await importBlock(PAGE, 'src/api-document.ts')) as Blocks),
    };
  });

  it('has the routes of the application alone, and its session', async () => {
    let before: OpenAPIObject | undefined;
    const app = await start({
      controllers: [blocks.AccountController, TermsController],
      prepare: (nest) => {
        nest.setGlobalPrefix('api');
        before = blocks.apiDocument(nest);
      },
    });
    const document = blocks.apiDocument(app.app);
    expect(before).toEqual(document);
    expect(Object.keys(document.paths)).toEqual(['/api/account', '/api/terms']);
    expect(document.paths['/api/account']?.get?.security).toEqual([{ session: [] }]);
    const browser = new Browser();
    await app.logIn(browser);
    expect(document.components?.securitySchemes?.['session']).toMatchObject({
      type: 'apiKey',
      in: 'cookie',
      name: expect.stringMatching(/^criipto-session/),
    });
    const scheme = document.components?.securitySchemes?.['session'] as { readonly name: string }; // as just seen
    expect(await browser.cookieNames(app.url)).toContain(scheme.name);
  });

  it.each([
    ['before the application listens', false, undefined],
    ['that excludes what it likes', false, { exclude: ['terms'] }],
    ['when it is ready', true, undefined],
  ])('shows our routes where they are, if it is asked to: %s', async (_when, isReady, options) => {
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions('http://127.0.0.1:1', 'http://localhost:3000'),
          routesMetadata: [ApiExcludeController(false)],
        }),
      ],
      controllers: [TermsController],
    }).compile();
    const app = module.createNestApplication(adapter()).setGlobalPrefix('api', options);
    if (isReady) await app.init();
    expect(Object.keys(blocks.apiDocument(app).paths).toSorted()).toEqual(
      [
        '/.well-known/jwks.json',
        options ? '/terms' : '/api/terms',
        '/auth/callback',
        '/auth/logged-out',
        '/auth/login',
        '/auth/logout',
      ].toSorted(),
    );
    await app.close();
  });
});
