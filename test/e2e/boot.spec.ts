import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ExpressAdapter } from '@nestjs/platform-express';
import { describe, expect, it } from '@jest/globals';
import { CriiptoAuthModule, CriiptoAuthGuard, CurrentUser } from 'nestjs-criipto-auth';
@Controller() @UseGuards(CriiptoAuthGuard) class C { @Get('me') me(@CurrentUser() u: unknown) { return u; } }
@Module({ imports: [CriiptoAuthModule.forRoot({ issuer: 'http://127.0.0.1:1', clientId: 'x', baseUrl: 'http://localhost:3000', keys: { generate: 'development' }, session: { secret: 'x'.repeat(32) }, http: { allowInsecureLoopback: true } })], controllers: [C] }) class M {}
describe.each([['express', () => new ExpressAdapter()], ['fastify', () => new FastifyAdapter()]] as const)('%s', (_, a) => {
  it('boots', async () => {
    const app = (await Test.createTestingModule({ imports: [M] }).compile()).createNestApplication(a() as never);
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    for (const [path, init] of [['/api/me', {}], ['/api/me', { headers: { accept: 'text/html' } }], ['/.well-known/jwks.json', {}], ['/.well-known/jwks.json', { method: 'HEAD' }], ['/.well-known/jwks.json', { method: 'PUT' }], ['/auth/login', { headers: { accept: 'text/html' } }], ['/auth/callback?code=1&state=2', {}], ['/auth/logout', { method: 'POST' }], ['/auth/logged-out', {}]] as const) {
      const r = await fetch(url + path, { redirect: 'manual', ...(init as RequestInit) });
      console.log(path, JSON.stringify(init), r.status, JSON.stringify(Object.fromEntries(r.headers)), (await r.text()).slice(0, 200));
    }
    await app.close();
    expect(1).toBe(1);
  });
});
