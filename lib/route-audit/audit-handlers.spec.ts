import 'reflect-metadata';

import { CacheInterceptor, CacheKey, CacheModule } from '@nestjs/cache-manager';
import {
  All,
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  forwardRef,
  Get,
  Inject,
  Injectable,
  Module,
  type ModuleMetadata,
  type NestInterceptor,
  Post,
  Scope,
  SetMetadata,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';

import { UNREAD_OPTIONS } from '../../test/support/unread-options.js';
import {
  MessagePattern,
  Query,
  ResolveField,
  SubscribeMessage,
  WebSocketGateway,
} from '../../test/support/nest-packages.js';
import { AUTH_RULE } from '../access-rules/auth-rule.js';
import { OptionalAuth } from '../access-rules/optional-auth.decorator.js';
import { Public } from '../access-rules/public.decorator.js';
import { RequireAcr } from '../access-rules/require-acr.decorator.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { CriiptoAuthGuard } from '../access/criipto-auth.guard.js';
import { CriiptoAuthModule } from '../criipto-auth.module.js';
import { auditHandlers, type RouteFindings } from './audit-handlers.js';
import { previewHandlers } from './preview.provider.js';

const HIGH = 'urn:grn:authn:dk:mitid:high';
const GLOBAL = { provide: APP_GUARD, useClass: CriiptoAuthGuard };

/** What is found in an application that declares this, of which nothing is made. */
async function audit(metadata: ModuleMetadata): Promise<RouteFindings> {
  const ours = CriiptoAuthModule.forRootAsync(UNREAD_OPTIONS);
  const imports = [ours, ...(metadata.imports ?? [])];
  @Module({
    ...metadata,
    imports,
    providers: [BearerGuard, EitherGuard, ...(metadata.providers ?? [])],
  })
  class Application {}
  return auditHandlers(await previewHandlers(Application));
}

const NOTHING: RouteFindings = { problems: [], warnings: [] };

class OwnGuard extends CriiptoAuthGuard {}

@Injectable()
class EitherGuard implements CanActivate {
  constructor(
    readonly session: CriiptoAuthGuard,
    readonly bearer: BearerGuard,
  ) {}
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class PropertyGuard implements CanActivate {
  @Inject(forwardRef(() => BearerGuard)) readonly bearer!: BearerGuard; // by Nest
  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class DistantGuard implements CanActivate {
  constructor(readonly either: EitherGuard) {}
  canActivate(): boolean {
    return true;
  }
}

/** An object of a class whose constructor never ran. */
const unmade = <T>(type: { readonly prototype: T }): T =>
  Object.create(type.prototype as object) as T;

class RolesGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

describe('a rule that no guard reads', () => {
  it.each<[string, MethodDecorator, string]>([
    ['@OptionalAuth()', OptionalAuth(), '@OptionalAuth()'],
    [
      '@RequireAcr()',
      RequireAcr(HIGH, { maxAge: 60 }),
      `@RequireAcr(acrValues: ${HIGH}, maxAge: 60)`,
    ],
    [
      'one of another version',
      SetMetadata(AUTH_RULE, { kind: 'later' }),
      'a rule of another version',
    ],
  ])('is refused: %s', async (_name, rule, shown) => {
    @Controller('account')
    class AccountController {
      @Post('transfer') @rule transfer(): void {}
      @Get() overview(): void {}
    }
    expect(await audit({ controllers: [AccountController] })).toEqual({
      problems: [
        `AccountController.transfer has ${shown}, and no guard reads it: add @UseGuards(CriiptoAuthGuard) or @UseGuards(BearerGuard) there, or set \`globalGuard: true\``,
      ],
      warnings: [],
    });
  });

  it('is refused once for a class, with all the handlers that it is for', async () => {
    @Controller()
    @RequireAcr(HIGH)
    class HighController {
      @Get('one') one(): void {}
      @Get(['two', 'zwei']) two(): void {}
      @Get('open') @Public() open(): void {}
    }
    const { problems } = await audit({ controllers: [HighController] });
    expect(problems).toEqual([
      expect.stringMatching(
        /^HighController has .* reads it at HighController\.one, HighController\.two: /,
      ),
    ]);
  });

  it('is refused where it is inherited, and names the class that answers', async () => {
    @RequireAcr(HIGH)
    class Base {
      @Get() get(): void {}
    }
    @Controller()
    class Below extends Base {}
    const { problems } = await audit({ controllers: [Below] });
    expect(problems).toEqual([expect.stringMatching(/^Below has @RequireAcr/)]);
  });

  it('is refused behind a guard that reads none, wherever it is bound', async () => {
    @Controller()
    @UseGuards(RolesGuard)
    class GuardedController {
      @Get() @OptionalAuth() @UseGuards(new RolesGuard()) get(): void {}
    }
    const providers = [{ provide: APP_GUARD, useClass: RolesGuard }];
    const { problems } = await audit({ controllers: [GuardedController], providers });
    expect(problems).toHaveLength(1);
  });

  it('is refused on what some other package calls', async () => {
    @Injectable()
    @RequireAcr(HIGH)
    class Bot {
      start(): void {}
    }
    @Injectable()
    class Jobs {
      @RequireAcr(HIGH) run(): void {}
    }
    const { problems } = await audit({ providers: [Bot, Jobs] });
    expect(problems).toEqual([
      expect.stringMatching(/^Bot has @RequireAcr/),
      expect.stringMatching(/^Jobs\.run has @RequireAcr/),
    ]);
  });

  it('is all well where it is @Public(), which demands nothing', async () => {
    @Controller()
    class OpenController {
      @Get() @Public() get(): void {}
      @Get('library') @Public({ guard: CriiptoAuthGuard }) library(): void {}
    }
    expect(await audit({ controllers: [OpenController] })).toEqual(NOTHING);
  });
});

describe('a rule is read by', () => {
  it.each<[string, Parameters<typeof UseGuards>[0]]>([
    ['CriiptoAuthGuard', CriiptoAuthGuard],
    ['BearerGuard', BearerGuard],
    ['a guard that extends one', OwnGuard],
    ['a guard that is given them', EitherGuard],
    ['a guard that is given one by property', PropertyGuard],
    ['a guard that is given such a guard', DistantGuard],
    ['a guard that holds one', new EitherGuard(unmade(OwnGuard), unmade(BearerGuard))],
    ['a guard that somebody made', unmade(OwnGuard)],
  ])('%s', async (_what, guard) => {
    @Controller()
    @UseGuards(guard)
    class ClassController {
      @Get() @RequireAcr(HIGH) get(): void {}
    }
    @Controller()
    class HandlerController {
      @Get() @RequireAcr(HIGH) @UseGuards(guard) get(): void {}
    }
    expect(await audit({ controllers: [ClassController, HandlerController] })).toEqual(NOTHING);
  });

  it.each([
    ['useClass', GLOBAL],
    ['useClass, for each request', { ...GLOBAL, scope: Scope.REQUEST }],
    ['useExisting', { provide: APP_GUARD, useExisting: CriiptoAuthGuard }],
    ['useExisting of another name', { provide: APP_GUARD, useExisting: 'guard' }],
    [
      'useFactory',
      {
        provide: APP_GUARD,
        inject: [RolesGuard, { token: EitherGuard, optional: true }],
        useFactory: () => undefined,
      },
    ],
    ['useValue', { provide: APP_GUARD, useValue: unmade(OwnGuard) }],
  ])('a guard of APP_GUARD in another module: %s', async (_how, provider) => {
    @Module({
      providers: [
        CriiptoAuthGuard,
        RolesGuard,
        EitherGuard,
        BearerGuard,
        { provide: 'guard', useClass: OwnGuard },
        provider,
      ],
    })
    class GuardModule {}
    @Controller()
    class HighController {
      @Get() @RequireAcr(HIGH) get(): void {}
    }
    expect(await audit({ imports: [GuardModule], controllers: [HighController] })).toEqual(NOTHING);
  });

  it('the guard of a controller that is made for each request', async () => {
    @Controller({ scope: Scope.REQUEST })
    @UseGuards(CriiptoAuthGuard)
    class RequestController {
      @Get() @RequireAcr(HIGH) get(): void {}
    }
    expect(await audit({ controllers: [RequestController] })).toEqual(NOTHING);
  });

  it('nobody, where a guard is given a service that has one for reasons of its own', async () => {
    @Injectable()
    class Users {
      constructor(readonly guard: CriiptoAuthGuard) {}
    }
    @Injectable()
    class UsersGuard implements CanActivate {
      constructor(readonly users: Users) {}
      canActivate(): boolean {
        return true;
      }
    }
    @Controller()
    class HighController {
      @Get() @RequireAcr(HIGH) @UseGuards(UsersGuard) get(): void {}
    }
    const { problems } = await audit({ controllers: [HighController], providers: [Users] });
    expect(problems).toHaveLength(1);
  });
});

describe('@Public() beside a guard that it was not meant for', () => {
  const advice = (name: string, guard: string, outer: string) =>
    `${name} has @Public() beside ${guard}, which it opens too: write \`@Public({ guard: ${outer} })\` to open that guard alone, or take ${guard} out`;

  it('is refused on a class', async () => {
    @Controller()
    @Public()
    @UseGuards(BearerGuard)
    class ApiController {
      @Get() get(): void {}
      @Get('two') @RequireAcr(HIGH) two(): void {}
    }
    expect(await audit({ controllers: [ApiController], providers: [GLOBAL] })).toEqual({
      problems: [
        advice('ApiController', 'BearerGuard', 'CriiptoAuthGuard').replace(
          'too:',
          'too at ApiController.get:',
        ),
      ],
      warnings: [],
    });
  });

  it('is refused on a handler, also where the guard of sessions is that of its class', async () => {
    @Controller()
    @UseGuards(CriiptoAuthGuard)
    class ApiController {
      @Get() @Public() @UseGuards(BearerGuard) get(): void {}
    }
    const { problems } = await audit({ controllers: [ApiController] });
    expect(problems).toEqual([advice('ApiController.get', 'BearerGuard', 'CriiptoAuthGuard')]);
  });

  it('is refused on a class whose handler has the guard', async () => {
    @Controller()
    @Public()
    class ApiController {
      @Get() @UseGuards(BearerGuard) get(): void {}
      @Get('open') open(): void {}
    }
    const { problems } = await audit({ controllers: [ApiController], providers: [GLOBAL] });
    expect(problems).toEqual([expect.stringContaining('too at ApiController.get: write')]);
  });

  it('is refused the other way round', async () => {
    @Controller()
    class PageController {
      @Get() @Public() @UseGuards(OwnGuard) get(): void {}
    }
    const providers = [{ provide: APP_GUARD, useClass: BearerGuard }];
    const { problems } = await audit({ controllers: [PageController], providers });
    expect(problems).toEqual([advice('PageController.get', 'OwnGuard', 'BearerGuard')]);
  });

  it('is all well where it names the guard that it opens', async () => {
    @Controller()
    @Public({ guard: CriiptoAuthGuard })
    @UseGuards(BearerGuard)
    class ApiController {
      @Get() get(): void {}
    }
    expect(await audit({ controllers: [ApiController], providers: [GLOBAL] })).toEqual(NOTHING);
  });

  it('is all well where it takes one handler out of what guards its class', async () => {
    @Controller()
    @UseGuards(BearerGuard)
    class ApiController {
      @Get() get(): void {}
      @Get('prices') @Public() prices(): void {}
    }
    @Controller()
    @Public()
    class OpenController extends ApiController {}
    const controllers = [ApiController, OpenController];
    expect(await audit({ controllers, providers: [GLOBAL] })).toEqual(NOTHING);
  });

  it('is all well where no other guard could have been meant', async () => {
    @Controller()
    @UseGuards(BearerGuard)
    @Public()
    class ApiController {
      @Get() get(): void {}
    }
    expect(await audit({ controllers: [ApiController] })).toEqual(NOTHING);
  });
});

describe('a class that extends one that is open', () => {
  @Controller('base')
  @Public()
  class Base {
    @Get() one(): void {}
    @Get('two') two(): void {}
  }

  it('is named once, for it is guarded', async () => {
    @Controller('below')
    class Below extends Base {}
    const found = await audit({ controllers: [Base, Below], providers: [GLOBAL] });
    expect(found).toEqual({
      problems: [],
      warnings: [
        'Below extends Base, whose @Public() or @OptionalAuth() holds there alone: Below is guarded. Write the decorator on Below too if it is meant to be open',
      ],
    });
  });

  it('is not named where it says itself what it is, or nothing guards it', async () => {
    @Controller('below')
    @Public()
    class Below extends Base {}
    @Controller('farther')
    class Farther extends Base {}
    expect(await audit({ controllers: [Below], providers: [GLOBAL] })).toEqual(NOTHING);
    expect(await audit({ controllers: [Farther] })).toEqual(NOTHING);
  });
});

describe('handlers that are not called over HTTP', () => {
  it.each([
    ['a microservice', 'controllers', MessagePattern({ cmd: 'sum' })],
    ['a query', 'providers', Query()],
    ['a gateway', 'providers', SubscribeMessage('sum')],
  ] as const)('need a guard for their rule: %s', async (_what, where, handler) => {
    @WebSocketGateway()
    class Bare {
      @handler @RequireAcr(HIGH) sum(): void {}
    }
    @WebSocketGateway()
    @UseGuards(OwnGuard)
    class Guarded {
      @handler @RequireAcr(HIGH) sum(): void {}
    }
    const { problems } = await audit({ [where]: [Bare, Guarded] });
    expect(problems).toEqual([expect.stringMatching(/^Bare\.sum has @RequireAcr/)]);
  });

  it('are not reached by the guard of the whole application, where they are of a microservice', async () => {
    @Controller()
    class Sums {
      @MessagePattern('sum') sum(): void {}
      @MessagePattern('high') @RequireAcr(HIGH) high(): void {}
      @MessagePattern('open') @Public() open(): void {}
      @MessagePattern('guarded') @UseGuards(OwnGuard) guarded(): void {}
      @Get('http') http(): void {}
    }
    expect(await audit({ controllers: [Sums], providers: [GLOBAL] })).toEqual({
      problems: [
        expect.stringContaining(
          'Sums.high has @RequireAcr(acrValues: urn:grn:authn:dk:mitid:high), and no guard reads it: add @UseGuards(CriiptoAuthGuard) or @UseGuards(BearerGuard) there, for guards of the whole application do not reach it',
        ),
      ],
      warnings: [
        'The guard of the whole application does not reach handlers of microservices. Nothing of ours guards Sums.sum: bind a guard there, or connect with `inheritAppConfig: true`; @Public() says that it is meant',
      ],
    });
  });

  it('are no matter where no guard of ours is meant to reach them', async () => {
    @Controller()
    class Sums {
      @MessagePattern('sum') sum(): void {}
    }
    const providers = [{ provide: APP_GUARD, useClass: BearerGuard }];
    expect(await audit({ controllers: [Sums] })).toEqual(NOTHING);
    expect(await audit({ controllers: [Sums], providers })).toEqual(NOTHING);
  });
});

describe('fields of GraphQL', () => {
  @Injectable()
  @UseGuards(CriiptoAuthGuard)
  class Owners {
    @Query() owners(): void {}
    @ResolveField() @RequireAcr(HIGH) account(): void {}
  }
  @Injectable()
  @RequireAcr(HIGH)
  @UseGuards(CriiptoAuthGuard)
  class Accounts {
    @Query() accounts(): void {}
    @ResolveField() balance(): void {}
  }
  const enhancers = (fieldResolverEnhancers: readonly string[]) => ({
    provide: 'GqlModuleOptions',
    useValue: { fieldResolverEnhancers },
  });

  it('are asked without a guard: their own rule is refused, that of their class is told of', async () => {
    const found = await audit({ providers: [Owners, Accounts, enhancers(['interceptors'])] });
    expect(found).toEqual({
      problems: [
        expect.stringMatching(/^Owners\.account has .*set `fieldResolverEnhancers: \["guards"\]`/),
      ],
      warnings: [
        expect.stringContaining('the rule of the class does not hold for Accounts.balance'),
      ],
    });
  });

  it('are guarded where GraphQL is told so', async () => {
    const providers = [Owners, Accounts, enhancers(['guards'])];
    expect(await audit({ providers })).toEqual(NOTHING);
  });
});

describe('a cache that tells no users apart', () => {
  const cached = { provide: APP_INTERCEPTOR, useClass: CacheInterceptor };
  const warned = async (metadata: ModuleMetadata): Promise<readonly string[]> => {
    const { problems, warnings } = await audit({ ...metadata, imports: [CacheModule.register()] });
    expect(problems).toEqual([]);
    return warnings;
  };

  @Controller()
  @UseGuards(CriiptoAuthGuard)
  class PagesController {
    @Get('me') me(): void {}
    @All('any') any(): void {}
    @Get('maybe') @OptionalAuth() maybe(): void {}
    @Get('open') @Public() open(): void {}
    @Post('order') order(): void {}
    @Get('by-user') @CacheKey(() => 'of the user') byUser(): void {}
    @Post('one-key') @CacheKey('one for all') oneKey(): void {}
  }
  @Controller()
  class OpenController {
    @Get('prices') prices(): void {}
  }

  it('is warned of once, with the handlers that it stands before', async () => {
    const controllers = [PagesController, OpenController];
    expect(await warned({ controllers, providers: [cached] })).toEqual([
      'CacheInterceptor keeps answers by URL or key, whoever asks, and so shows one user what another got: at PagesController.me, PagesController.any, PagesController.maybe, PagesController.oneKey. Extend it with a `trackBy()` that tells users apart (docs/cookbook/cache.md), or bind it where nothing is guarded',
    ]);
  });

  class Shorter extends CacheInterceptor {
    protected override allowedMethods = ['GET', 'HEAD'];
  }
  class ByUser extends CacheInterceptor {
    protected override trackBy(): string {
      return 'of the user';
    }
  }
  class Chosen extends CacheInterceptor {
    protected override isRequestCacheable(): boolean {
      return false;
    }
  }
  class OfByUser extends ByUser {}
  class Own implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
      return next.handle();
    }
  }

  it.each([
    ['its class', CacheInterceptor, 'CacheInterceptor'],
    ['an object of it', unmade(CacheInterceptor), 'CacheInterceptor'],
    ['one that extends it', Shorter, 'Shorter'],
  ])('is known on a handler and on a class: %s', async (_what, interceptor, name) => {
    @Controller('handler')
    @UseGuards(CriiptoAuthGuard)
    class OnHandler {
      @Get() @UseInterceptors(interceptor) cached(): void {}
      @Get('other') other(): void {}
    }
    @Controller('class')
    @UseInterceptors(interceptor)
    class OnClass {
      @Get() @UseGuards(BearerGuard) guarded(): void {}
      @Get('other') other(): void {}
    }
    expect(await warned({ controllers: [OnHandler, OnClass] })).toEqual([
      expect.stringMatching(new RegExp(`^${name} .* at OnHandler\\.cached, OnClass\\.guarded\\. `)),
    ]);
  });

  it.each([ByUser, Chosen, OfByUser, Own])('is not %p, which may know the user', async (type) => {
    const providers = [{ provide: APP_INTERCEPTOR, useClass: type }];
    expect(await warned({ controllers: [PagesController], providers })).toEqual([]);
  });

  it('stands before what is open to one guard alone', async () => {
    @Controller()
    @UseGuards(BearerGuard)
    @Public({ guard: CriiptoAuthGuard })
    class ApiController {
      @Get('api') api(): void {}
    }
    @Controller()
    @Public({ guard: CriiptoAuthGuard })
    class OpenedController {
      @Get('opened') opened(): void {}
    }
    const controllers = [ApiController, OpenedController];
    expect(await warned({ controllers, providers: [GLOBAL, cached] })).toEqual([
      expect.stringContaining(' at ApiController.api. '),
    ]);
  });
});
