import 'reflect-metadata';

import { All, Controller, Get, Injectable, Module, Patch, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { expect, it } from '@jest/globals';

import { UNREAD_OPTIONS } from '../../test/support/unread-options.js';
import {
  MessagePattern,
  Query,
  ResolveField,
  SubscribeMessage,
  WebSocketGateway,
} from '../../test/support/nest-packages.js';
import { OptionalAuth } from '../access-rules/optional-auth.decorator.js';
import { Public } from '../access-rules/public.decorator.js';
import { RequireAcr } from '../access-rules/require-acr.decorator.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { CriiptoAuthGuard } from '../access/criipto-auth.guard.js';
import { CriiptoAuthModule } from '../criipto-auth.module.js';
import { previewHandlers } from './preview.provider.js';
import { routesTable } from './routes-table.js';

@Controller(['account', '/konto/'])
@OptionalAuth()
class AccountController {
  @Get() overview(): void {}
  @Patch(':id/name')
  @RequireAcr(['urn:grn:authn:dk:mitid:high', 'urn:grn:authn:se:bankid'], { maxAge: 300 })
  rename(): void {}
}

@Controller()
@Public({ guard: CriiptoAuthGuard })
@UseGuards(BearerGuard)
class ApiController {
  @All('api/*path') any(): void {}
  @MessagePattern({ cmd: 'sum' }) sum(): void {}
}

@WebSocketGateway()
class ChatGateway {
  @SubscribeMessage('say') @UseGuards(CriiptoAuthGuard) @Public() say(): void {}
}

@Injectable()
class OwnersResolver {
  @Query() owners(): void {}
  @ResolveField() name(): void {}
}

@Module({
  imports: [CriiptoAuthModule.forRootAsync(UNREAD_OPTIONS)],
  controllers: [AccountController, ApiController],
  providers: [ChatGateway, OwnersResolver, { provide: APP_GUARD, useExisting: CriiptoAuthGuard }],
})
class AppModule {}

const OUR_ROUTES = /\/(auth|\.well-known)\//;

it('the table of routes has a line for each handler, its rule and its guards', async () => {
  const handlers = await previewHandlers(AppModule);
  const table = routesTable(handlers.filter(({ address }) => !OUR_ROUTES.test(address)));
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['Address', 'Handler', 'Rule', 'Guards'],
    ['GET /account', 'AccountController.overview', '@OptionalAuth()', 'CriiptoAuthGuard (global)'],
    ['GET /konto', 'AccountController.overview', '@OptionalAuth()', 'CriiptoAuthGuard (global)'],
    ...['/account/:id/name', '/konto/:id/name'].map((path) => [
      `PATCH ${path}`,
      'AccountController.rename',
      '@RequireAcr(acrValues: urn:grn:authn:dk:mitid:high or urn:grn:authn:se:bankid, maxAge: 300)',
      'CriiptoAuthGuard (global)',
    ]),
    [
      'ALL /api/*path',
      'ApiController.any',
      '@Public(guard: CriiptoAuthGuard)',
      'CriiptoAuthGuard (global), BearerGuard (class)',
    ],
    [
      'message {"cmd":"sum"}',
      'ApiController.sum',
      '@Public(guard: CriiptoAuthGuard)',
      'BearerGuard (class)',
    ],
    [
      'socket say',
      'ChatGateway.say',
      '@Public()',
      'CriiptoAuthGuard (global), CriiptoAuthGuard (handler)',
    ],
    ['query owners', 'OwnersResolver.owners', '-', 'CriiptoAuthGuard (global)'],
    ['field name', 'OwnersResolver.name', '-', '-'],
  ]);
});
