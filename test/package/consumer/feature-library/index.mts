// A library of features as somebody publishes it: its rules, errors and guard come from the package that npm
// installed below it, and not from the one of the application.
import { Controller, type DynamicModule, Get, Module, UseGuards } from '@nestjs/common';
import {
  AccessToken,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  CriiptoUser,
  CurrentUser,
  Public,
  RequireAcr,
  UserRefusedError,
} from 'nestjs-criipto-auth';

@Controller('feature')
class FeatureController {
  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('high')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  high(): object {
    return { high: true };
  }

  @Get('user')
  user(@CurrentUser() user: unknown, @CurrentUser('identityscheme') scheme: string): object {
    return { isUser: user instanceof CriiptoUser, scheme };
  }

  @Get('token')
  token(@AccessToken() token: string): object {
    return { hasToken: typeof token === 'string' && token.length > 0 };
  }

  @Get('refused')
  refused(): never {
    throw new UserRefusedError('no_member');
  }
}

/** Behind the guard of the library's own copy. */
@Controller('feature/guarded')
@UseGuards(CriiptoAuthGuard)
class GuardedController {
  @Get()
  guarded(@CurrentUser('name') name: string): object {
    return { name };
  }
}

@Module({})
export class FeatureModule {
  /** Sessions are those of the application, whose options these are. */
  static register(options: Omit<CriiptoAuthOptions, 'mapUser'>): DynamicModule {
    const routes = {
      login: { path: '/auth/login', mount: false },
      callback: { path: '/auth/callback', mount: false },
      logout: false,
      loggedOut: false,
      jwks: false,
    } as const;
    return {
      module: FeatureModule,
      imports: [CriiptoAuthModule.forRoot({ ...options, routes, isGlobal: false })],
      controllers: [FeatureController, GuardedController],
    };
  }
}

/** For `mapUser`. */
export function refuseUnlessFreja(name: string | undefined): void {
  if (name !== 'Freja Prøvesen') throw new UserRefusedError('no_account');
}
