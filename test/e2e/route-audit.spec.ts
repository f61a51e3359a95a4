import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type ModuleMetadata,
  type Provider,
  Scope,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  BearerGuard,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthModuleExtras,
  type CriiptoAuthOptions,
  CurrentUser,
  InvalidOptionsError,
  OptionalAuth,
  Public,
  RequireAcr,
} from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { MessagePattern } from '../support/nest-packages.js';
import { appsOn, CLIENT_ID, testOptions } from '../support/test-app.js';

const HIGH = 'urn:grn:authn:dk:mitid:high';

@Controller()
class ForgetfulController {
  @Get('transfer')
  @RequireAcr(HIGH)
  transfer() {
    return {};
  }

  @Get('greeting')
  @OptionalAuth()
  greeting() {
    return {};
  }
}

@Controller('api')
@UseGuards(BearerGuard)
@Public()
class OpenApiController {
  @Get()
  read() {
    return {};
  }
}

@Controller('api')
@UseGuards(BearerGuard)
@Public({ guard: CriiptoAuthGuard })
class ApiController {
  @Get()
  read() {
    return {};
  }
}

@Controller({ path: 'guarded', scope: Scope.REQUEST })
class PageController {
  @Get()
  @RequireAcr('urn:grn:authn:dk:mitid:substantial')
  page(@CurrentUser('level') level: string) {
    return { level };
  }
}

/** As Nest's documentation has it: bound for the whole application, and told by whom it is asked. */
@Injectable()
class RolesGuard implements CanActivate {
  static readonly asked: unknown[] = [];

  canActivate(context: ExecutionContext): boolean {
    const { user, url } = context.switchToHttp().getRequest<{ user?: unknown; url: string }>();
    if (url.startsWith('/me')) RolesGuard.asked.push(user !== undefined);
    return true;
  }
}
const ROLES: Provider = { provide: APP_GUARD, useClass: RolesGuard };

@Module({ providers: [ROLES] })
class RolesModule {}

@Controller('me')
class MeController {
  @Get()
  me() {
    return {};
  }
}

const bearer = { audience: CLIENT_ID, idTokens: true };

describe.each(HTTP_ADAPTERS)('the audit of routes on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('does not start an application whose rules nobody reads, and names them all', async () => {
    const starting = start({
      controllers: [ForgetfulController, OpenApiController],
      options: { bearer },
    });
    await expect(starting).rejects.toThrow(InvalidOptionsError);
    await expect(starting).rejects.toMatchObject({
      problems: [
        expect.stringMatching(/^ForgetfulController\.transfer has @RequireAcr/),
        expect.stringMatching(/^ForgetfulController\.greeting has @OptionalAuth/),
      ],
    });
  });

  it('does not start one whose tokens nobody would ask for', async () => {
    const starting = start({
      controllers: [OpenApiController],
      options: { bearer },
      extras: { globalGuard: true },
    });
    await expect(starting).rejects.toMatchObject({
      problems: [expect.stringMatching(/^OpenApiController has @Public\(\) beside BearerGuard/)],
    });
  });

  it('starts where the guard that is opened is named, and the other asks', async () => {
    const app = await start({
      controllers: [ApiController],
      options: { bearer },
      extras: { globalGuard: true },
    });
    const response = await new Browser().fetch(`${app.url}/api`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="${app.url}"`,
    ]);
  });

  it('starts all the same where it only warns', async () => {
    const controllers = [ForgetfulController];
    const app = await start({ controllers, options: { audit: 'warn' } });
    expect(app.log.text).toContain('warn ForgetfulController.transfer has @RequireAcr');
    expect((await new Browser().fetch(`${app.url}/transfer`)).status).toBe(200);
  });

  it('tells of microservices that the guard of the whole application does not reach', async () => {
    @Controller()
    class SumsController {
      @MessagePattern('sum')
      sum() {
        return 42;
      }
    }
    const app = await start({ controllers: [SumsController], extras: { globalGuard: true } });
    expect(app.log.text).toContain('Nothing of ours guards SumsController.sum');
  });

  it('says nothing where it is off', async () => {
    const app = await start({ controllers: [ForgetfulController], options: { audit: false } });
    expect(app.log.text).not.toContain('ForgetfulController.');
  });

  it('knows a guard of useGlobalGuards(), and controllers that are made for each request', async () => {
    const app = await start({
      controllers: [PageController],
      prepare: (nest) => nest.useGlobalGuards(nest.get(CriiptoAuthGuard)),
    });
    const browser = new Browser();
    expect((await browser.fetch(`${app.url}/guarded`)).status).toBe(401);
    await app.logIn(browser, { person: 'dk-freja' });
    expect((await browser.fetch(`${app.url}/guarded`)).status).toBe(200);
  });

  it('shows every handler at level debug', async () => {
    const app = await start({ controllers: [PageController], extras: { globalGuard: true } });
    expect(app.log.text).toMatch(
      /^debug Routes:\n(.*\n)*GET \/guarded +PageController\.page +@RequireAcr\(.*\) +CriiptoAuthGuard \(global\)$/m,
    );
    expect(app.log.text).toMatch(/^GET \/auth\/login +\w+\.\w+ +@Public\(\)/m);
  });

  it.each<[string, Pick<ModuleMetadata, 'imports' | 'providers'>]>([
    ['in the root module', { providers: [ROLES] }],
    ['in a module before ours', { imports: [RolesModule] }],
  ])(
    'asks a guard of roles after ours, bound %s',
    async (_where, { imports = [], providers = [] }) => {
      const app = await start({
        controllers: [MeController],
        imports: (options) => [
          ...imports,
          CriiptoAuthModule.forRoot({ ...options, globalGuard: true }),
        ],
        providers: [...providers],
      });
      const browser = new Browser();
      await app.logIn(browser);
      RolesGuard.asked.length = 0;
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(200);
      expect((await new Browser().fetch(`${app.url}/me`)).status).toBe(401);
      expect(RolesGuard.asked).toEqual([true]);
    },
  );

  it('asks a guard of roles after ours, bound in a module after ours', async () => {
    const app = await start({
      controllers: [MeController],
      imports: (options) => [
        CriiptoAuthModule.forRoot({ ...options, globalGuard: true }),
        RolesModule,
      ],
    });
    RolesGuard.asked.length = 0;
    expect((await new Browser().fetch(`${app.url}/me`)).status).toBe(401);
    expect(RolesGuard.asked).toEqual([]);
  });

  it('leaves the order to an application that binds both', async () => {
    const app = await start({
      controllers: [MeController],
      providers: [ROLES, { provide: APP_GUARD, useExisting: CriiptoAuthGuard }],
    });
    RolesGuard.asked.length = 0;
    expect((await new Browser().fetch(`${app.url}/me`)).status).toBe(401);
    expect(RolesGuard.asked).toEqual([false]);
  });
});

describe('the audit of routes in a test', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const options = testOptions('http://127.0.0.1:1', 'http://localhost:3000');
  const everyone: CanActivate = { canActivate: () => true };

  function builderFor(
    metadata: ModuleMetadata,
    written: Partial<CriiptoAuthOptions> & CriiptoAuthModuleExtras = {},
  ) {
    const { imports = [], ...more } = metadata;
    return Test.createTestingModule({
      imports: [CriiptoAuthModule.forRoot({ ...options, ...written }), ...imports],
      ...more,
    }).setLogger(new LogLines());
  }

  async function init(builder: ReturnType<typeof builderFor>): Promise<string> {
    const app = (await builder.compile()).createNestApplication({ logger: false });
    closing.push(() => app.close());
    await app.init();
    return 'started';
  }

  it('counts a guard that a test put in place as the one that was there', async () => {
    @Controller()
    @UseGuards(CriiptoAuthGuard)
    class GuardedController extends ForgetfulController {}
    const builder = builderFor({ controllers: [GuardedController] });
    builder.overrideGuard(CriiptoAuthGuard).useValue(everyone);
    expect(await init(builder)).toBe('started');
  });

  it('counts one in place of the guard of the whole application, too', async () => {
    const metadata = { controllers: [ForgetfulController] };
    const builder = builderFor(metadata, { globalGuard: true });
    builder.overrideProvider(CriiptoAuthGuard).useValue(everyone);
    expect(await init(builder)).toBe('started');
  });

  it('counts one in place of a guard of useGlobalGuards()', async () => {
    const builder = builderFor({ controllers: [ForgetfulController] });
    const module = await builder.overrideProvider(CriiptoAuthGuard).useValue(everyone).compile();
    const app = module.createNestApplication({ logger: false });
    app.useGlobalGuards(app.get(CriiptoAuthGuard));
    closing.push(() => app.close());
    await expect(app.init()).resolves.toBeDefined();
  });

  it('looks at nothing that is for HTTP where there is none, as in a script', async () => {
    const module = await builderFor({ controllers: [ForgetfulController] }).compile();
    closing.push(() => module.close());
    await expect(module.init()).resolves.toBeDefined();
  });

  it('looks at microservices all the same, which the guard of the whole application reaches there', async () => {
    @Controller()
    class SumsController {
      @MessagePattern('sum')
      @RequireAcr(HIGH)
      sum() {
        return 42;
      }
    }
    const started = async (written: CriiptoAuthModuleExtras) => {
      const module = await builderFor({ controllers: [SumsController] }, written).compile();
      closing.push(() => module.close());
      return module.init();
    };
    await expect(started({})).rejects.toMatchObject({
      problems: [expect.stringMatching(/^SumsController\.sum has @RequireAcr/)],
    });
    await expect(started({ globalGuard: true })).resolves.toBeDefined();
  });

  it('refuses by one of several modules of ours, whatever the others say', async () => {
    const other = {
      ...options,
      isGlobal: false,
      audit: false,
      routes: {
        login: '/other/login',
        callback: '/other/callback',
        logout: false,
        loggedOut: false,
        jwks: false,
      },
    } as const;
    const imports = [CriiptoAuthModule.forRoot(other)];
    const builder = builderFor({ controllers: [ForgetfulController], imports });
    await expect(init(builder)).rejects.toThrow(InvalidOptionsError);
  });
});
