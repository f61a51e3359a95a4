import { inspect } from 'node:util';

import { Controller, Get, Injectable, Module, UseGuards, VersioningType } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import {
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  type CriiptoAuthOptionsFactory,
  CriiptoClient,
  InvalidOptionsError,
  KeyProvider,
  LoginService,
  ResolvedOptions,
  type RoutesOptions,
  SessionService,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { appsOn, SESSION_SECRET, testOptions } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class ProtectedController {
  @Get('me')
  me() {
    return { in: true };
  }
}

/** Stands for a configuration module. */
@Injectable()
class Settings implements CriiptoAuthOptionsFactory {
  static current: CriiptoAuthOptions;

  createCriiptoAuthOptions(): CriiptoAuthOptions {
    return Settings.current;
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe.each(HTTP_ADAPTERS)('the module on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProtectedController] });

  it.each([
    [
      'useFactory',
      () =>
        CriiptoAuthModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: async (settings: Settings) => settings.createCriiptoAuthOptions(),
        }),
    ],
    ['useClass', () => CriiptoAuthModule.forRootAsync({ useClass: Settings })],
    [
      'useExisting',
      () => CriiptoAuthModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    ],
  ])('takes its options by %s', async (_how, module) => {
    const app = await start({
      imports: (options) => {
        Settings.current = options;
        return [module()];
      },
    });
    const browser = new Browser();
    await app.logIn(browser);
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
  });

  it('keeps its routes where the provider knows them, whatever the prefix and the version', async () => {
    const app = await start({
      prepare: (nest) =>
        nest
          .setGlobalPrefix('api')
          .enableVersioning({ type: VersioningType.URI, defaultVersion: '1' }),
    });
    const browser = new Browser();
    const wanted = await browser.navigate(`${app.url}/api/v1/me`);
    const begin = await browser.navigate(locationOf(wanted));
    const { url } = await app.fake.approve(locationOf(begin));
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/api/v1/me`);
    expect((await browser.fetch(`${app.url}/api/v1/me`)).status).toBe(200);
    expect((await browser.fetch(`${app.url}/.well-known/jwks.json`)).status).toBe(200);
  });

  it('moves its routes, and leaves out those that are off', async () => {
    const app = await start({
      extras: {
        routes: { login: '/in', callback: '/back', logout: '/out', loggedOut: false, jwks: false },
      },
      options: { login: { pushed: 'never' } },
      redirectPaths: ['/back'],
    });
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/in`);
    expect(new URL(locationOf(begin)).searchParams.get('redirect_uri')).toBe(`${app.url}/back`);
    expect(locationOf(await browser.navigate(`${app.url}/me`))).toContain(`${app.url}/in?`);
    const loggedOut = await browser.navigate(`${app.url}/out`, { method: 'POST' });
    expect(locationOf(loggedOut)).toBe(`${app.url}/`);
    for (const path of ['/auth/login', '/auth/logged-out', '/.well-known/jwks.json']) {
      expect((await browser.fetch(app.url + path)).status).toBe(404);
    }
  });
});

describe('the module', () => {
  const options = testOptions('http://127.0.0.1:1', 'http://localhost:3000');

  it('boots while the provider is away', async () => {
    const module = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot(options)],
    }).compile();
    expect(module.get(LoginService)).toBeInstanceOf(LoginService);
  });

  it.each([
    ['warns of', 'http://localhost:3000', 'form_post', true],
    ['says nothing of', 'https://app.example.com', 'form_post', false],
    ['says nothing of', 'http://localhost:3000', 'query', false],
  ] as const)('%s callbacks at %s by %s', async (_what, baseUrl, responseMode, isWarned) => {
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, baseUrl, login: { responseMode } })],
    })
      .setLogger(log)
      .compile();
    await module.init();
    expect(log.text.includes('WebKit')).toBe(isWarned);
    await module.close();
  });

  it('is there for every module unless told otherwise', async () => {
    @Injectable()
    class Consumer {
      constructor(
        readonly client: CriiptoClient,
        readonly sessions: SessionService,
        readonly keys: KeyProvider,
      ) {}
    }
    @Module({ providers: [Consumer] })
    class FeatureModule {}

    const compile = (isGlobal: boolean) =>
      Test.createTestingModule({
        imports: [CriiptoAuthModule.forRoot({ ...options, isGlobal }), FeatureModule],
      }).compile();
    expect((await compile(true)).get(Consumer, { strict: false }).client).toBeInstanceOf(
      CriiptoClient,
    );
    await expect(compile(false)).rejects.toThrow(/CriiptoClient/);
  });

  it('does not start with options that cannot work, and lists all that is wrong', async () => {
    const broken = CriiptoAuthModule.forRoot({
      ...options,
      baseUrl: '/relative',
      session: { secret: 'short' },
      routes: { login: '/same', logout: '/same' },
    });
    const boot = Test.createTestingModule({ imports: [broken] }).compile();
    await expect(boot).rejects.toThrow(InvalidOptionsError);
    await expect(boot).rejects.toThrow(/routes\.logout.*\n.*baseUrl.*\n.*session\.secret/);
  });

  it('does not start when a name beside a factory is misspelt, and so protects nothing', async () => {
    const written = { useFactory: () => ({ ...options, clientId: '' }), globalGaurd: true };
    const boot = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRootAsync(written)],
    }).compile();
    await expect(boot).rejects.toThrow(InvalidOptionsError);
    await expect(boot).rejects.toThrow(/did you mean `globalGuard`\?\n.*clientId/);
  });

  it('does not start with routes that are none', async () => {
    const routes = 'login' as unknown as RoutesOptions; // as plain JavaScript may write it
    const boot = Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, routes })],
    }).compile();
    await expect(boot).rejects.toThrow('`routes` must be an object');
  });

  describe('that is imported without its options says forRoot', () => {
    @Injectable()
    class Consumer {
      constructor(readonly sessions: SessionService) {}
    }
    @Module({ providers: [Consumer], controllers: [ProtectedController] })
    class FeatureModule {}
    @Module({
      imports: [CriiptoAuthModule],
      providers: [Consumer],
      controllers: [ProtectedController],
    })
    class ImportingModule {}

    it.each([
      ['by an application that uses nothing of it', () => [CriiptoAuthModule]],
      ['by a module that uses it', () => [ImportingModule]],
      ['beside a module that uses it', () => [CriiptoAuthModule, FeatureModule]],
      [
        'by a module, beside a root that does it right',
        () => [CriiptoAuthModule.forRoot(options), ImportingModule],
      ],
    ])('%s', async (_where, imports) => {
      const boot = Test.createTestingModule({ imports: imports() }).compile();
      await expect(boot).rejects.toThrow(InvalidOptionsError);
      await expect(boot).rejects.toThrow('write `CriiptoAuthModule.forRoot({ … })`');
    });
  });

  describe('whose routes RouterModule would move', () => {
    const routed = async (path: string) => {
      const module = await Test.createTestingModule({
        imports: [
          CriiptoAuthModule.forRoot(options),
          RouterModule.register([{ path, module: CriiptoAuthModule }]),
        ],
      }).compile();
      return module.createNestApplication();
    };

    it('does not start', async () => {
      const app = await routed('admin');
      await expect(app.init()).rejects.toThrow(InvalidOptionsError);
      await expect(app.init()).rejects.toThrow(
        /RouterModule moves the routes of CriiptoAuthModule below \/admin/,
      );
    });

    it('starts where it leaves them in place', async () => {
      const app = await routed('/');
      await expect(app.init()).resolves.toBeDefined();
      await app.close();
    });

    it('does not start below another module either', async () => {
      @Module({})
      class AdminModule {}
      const module = await Test.createTestingModule({
        imports: [
          AdminModule,
          CriiptoAuthModule.forRootAsync({ useFactory: () => options }),
          RouterModule.register([
            { path: 'admin', module: AdminModule, children: [CriiptoAuthModule] },
          ]),
        ],
      }).compile();
      await expect(module.createNestApplication().init()).rejects.toThrow('below /admin');
    });
  });

  it('is imported once, and says so when it is not', async () => {
    const twice = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot(options), CriiptoAuthModule.forRoot({ ...options })],
    }).compile();
    await expect(twice.createNestApplication().init()).rejects.toThrow(
      /\/auth\/login is taken: CriiptoAuthModule is imported twice/,
    );
  });

  it('shows no secret of the options to who looks at them', async () => {
    const module = await Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, clientSecret: 'canary-one' })],
    }).compile();
    const resolved = module.get(ResolvedOptions);
    const credentials = `${encodeURIComponent(options.clientId)}:canary-one`;
    expect(resolved.basicAuthorization?.()).toBe(`Basic ${btoa(credentials)}`);
    const shown = JSON.stringify(resolved) + inspect(resolved, { depth: 10, showHidden: true });
    expect(shown).not.toContain('canary-one');
    expect(shown).not.toContain(SESSION_SECRET);
  });

  it('lets a test replace a part', async () => {
    const module = await Test.createTestingModule({ imports: [CriiptoAuthModule.forRoot(options)] })
      .overrideProvider(KeyProvider)
      .useValue({ publicKeys: async () => [] })
      .compile();
    expect(await module.get(KeyProvider).publicKeys()).toEqual([]);
  });
});
