// An application and a library of features, each with a copy of the package of its own. Prints what they see of
// each other.
import 'reflect-metadata';

import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  Module,
  UseFilters,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  CriiptoAuthError,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  InMemoryStore,
  Public,
  SystemClock,
  UserRefusedError,
} from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { FeatureModule, refuseUnlessFreja } from './feature-library/index.mjs';

const CLIENT_ID = 'urn:my:application:identifier:1234';
const baseUrl = `http://localhost:${process.env['PORT']}`;
const warnings: string[] = [];

/** For errors of the application's own copy. */
@Catch(UserRefusedError)
class RefusalFilter implements ExceptionFilter<UserRefusedError> {
  catch(error: UserRefusedError, host: ArgumentsHost): void {
    const thrown: unknown = error;
    const ofOurs = thrown instanceof CriiptoAuthError ? thrown.status : 'none of ours';
    const ofNest = thrown instanceof HttpException ? thrown.getStatus() : 'none of Nest';
    const response = host.switchToHttp().getResponse<{
      status(code: number): { json(body: object): void };
    }>();
    response.status(error.status).json({ caught: error.messageCode, ofOurs, ofNest });
  }
}

@Controller('own')
@Public()
@UseFilters(RefusalFilter)
class OwnController {
  @Get()
  own(): void {
    refuseUnlessFreja(undefined);
  }
}

/** Without `mapUser`, which is given a user of the one copy or of the other. */
function optionsFor(issuer: string): Omit<CriiptoAuthOptions, 'mapUser'> {
  return {
    issuer,
    clientId: CLIENT_ID,
    baseUrl,
    keys: { generate: 'development' },
    session: {
      secret: 'a secret that is long enough for everyone',
      store: new InMemoryStore(new SystemClock()),
      tokens: true,
    },
    http: { allowInsecureLoopback: true },
  };
}

async function main(): Promise<void> {
  const fake = await FakeCriipto.start({
    clients: [
      {
        clientId: CLIENT_ID,
        redirectUris: [`${baseUrl}/auth/callback`],
        jwksUri: `${baseUrl}/.well-known/jwks.json`,
      },
    ],
  });
  const options = optionsFor(fake.issuer);

  @Module({
    imports: [
      CriiptoAuthModule.forRoot({
        ...options,
        globalGuard: true,
        mapUser: (user) => {
          refuseUnlessFreja(user.name);
          return user;
        },
      }),
      FeatureModule.register(options),
    ],
    controllers: [OwnController],
  })
  class AppModule {}

  const app = await NestFactory.create(AppModule, {
    logger: {
      log: () => undefined,
      error: console.error,
      warn: (message: string) => void warnings.push(message),
    },
  });
  await app.listen(Number(process.env['PORT']), 'localhost');

  const cookies = cookiesOf(await logIn(fake, 'dk-freja'));
  const turnedAway = await logIn(fake, 'dk-mads');
  console.log(
    JSON.stringify({
      anonymous: await Promise.all(
        ['open', 'high', 'user', 'guarded'].map(
          async (path) => (await visit(`/feature/${path}`)).status,
        ),
      ),
      high: (await visit('/feature/high', cookies)).headers.get('www-authenticate'),
      user: await (await visit('/feature/user', cookies)).json(),
      guarded: await (await visit('/feature/guarded', cookies)).json(),
      token: await (await visit('/feature/token', cookies)).json(),
      refused: await answerOf(await visit('/feature/refused', cookies)),
      turnedAway: await answerOf(turnedAway),
      caught: await (await visit('/own')).json(),
      warnings: warnings.filter((warning) => warning.includes('times in this process')),
    }),
  );

  await app.close();
  await fake.stop();
}

async function logIn(fake: FakeCriipto, person: string): Promise<Response> {
  const login = await visit('/auth/login');
  const { url } = await fake.approve(login.headers.get('location') ?? '', { person });
  return visit(url, cookiesOf(login));
}

async function answerOf(response: Response): Promise<unknown> {
  const { correlationId: _, ...body } = (await response.json()) as Record<string, unknown>; // JSON of ours
  return [response.status, body];
}

function visit(url: string, cookie = ''): Promise<Response> {
  return fetch(new URL(url, baseUrl), { redirect: 'manual', headers: { cookie } });
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

void main();
