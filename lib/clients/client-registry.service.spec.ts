import { ApplicationConfig } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { secondCopy } from '../../test/support/second-copy.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { PageSender } from '../pages/page-sender.js';
import { PlainPages } from '../pages/plain-pages.js';
import { ClientRegistry } from './client-registry.service.js';

const add = (registry: ClientRegistry, client: ResolvedOptions): void =>
  registry.add(client, new PageSender(client, new PlainPages(), () => undefined));
const at = (url: string) => new FakeExchange({ url });

describe('ClientRegistry', () => {
  it('takes every request for that of the only client', async () => {
    const registry = new ClientRegistry(new ApplicationConfig());
    const client = await resolvedOptions();
    add(registry, client);
    expect(registry.of(at('/auth/callback?error=x'))).toBe(client);
    expect(registry.of(at('/elsewhere'))).toBe(client);
  });

  it('knows of several whose route a request is at, and takes the first elsewhere', async () => {
    const registry = new ClientRegistry(new ApplicationConfig());
    const first = await resolvedOptions();
    const second = await resolvedOptions(
      {},
      { login: '/b/in', callback: '/b/back', logout: false, loggedOut: false, jwks: false },
    );
    add(registry, first);
    add(registry, second);
    expect(registry.of(at('/b/back?error=x'))).toBe(second);
    expect(registry.of(at('/auth/callback'))).toBe(first);
    expect(registry.pagesOf(at('/b/back'))).not.toBe(registry.pagesOf(at('/auth/callback')));
    expect(registry.of(at('/elsewhere'))).toBe(first);
  });

  it('refuses a client at a path that is taken', async () => {
    const registry = new ClientRegistry(new ApplicationConfig());
    add(registry, await resolvedOptions());
    const same = await resolvedOptions();
    expect(() => add(registry, same)).toThrow('/auth/login is taken');
  });

  it('refuses a client at a path that another copy of the package has taken', async () => {
    const other = await secondCopy(() => import('./client-registry.service.js'));
    const application = new ApplicationConfig();
    const client = await resolvedOptions();
    add(new other.ClientRegistry(application), client);
    expect(() => add(new ClientRegistry(application), client)).toThrow('/auth/login is taken');
  });

  it('lets a path be left to the application twice', async () => {
    const registry = new ClientRegistry(new ApplicationConfig());
    const left = { path: '/mine', mount: false } as const;
    add(registry, await resolvedOptions({}, { login: left }));
    const routes = { callback: '/b', logout: false, loggedOut: false, jwks: false } as const;
    const second = await resolvedOptions({}, { ...routes, login: left });
    expect(() => add(registry, second)).not.toThrow();
  });

  it('refuses two clients with one callback of the application in common, beside which both would answer', async () => {
    const registry = new ClientRegistry(new ApplicationConfig());
    const callback = { path: '/mine', mount: false } as const;
    add(registry, await resolvedOptions({}, { callback }));
    const others = { login: '/b', logout: false, loggedOut: false, jwks: false } as const;
    const second = await resolvedOptions({}, { ...others, callback });
    expect(() => add(registry, second)).toThrow('/mine/late is taken');
  });
});
