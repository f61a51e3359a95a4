import type { Dispatcher } from 'undici';

import { usesEnvironmentProxies } from './environment-proxies.js';

export interface WayOut {
  /** Seconds to open a connection. */
  readonly connect: number;
  /** Bytes of a response, after decompression. */
  readonly maxBody: number;
  /**
   * Seconds that a connection is kept which nobody uses, however much longer the provider would keep it: firewalls and
   * balancers forget those without a word, and the next login would wait in vain. @default 4
   */
  readonly kept?: number;
  /** The application's own, which it opened and closes. @default one of ours */
  readonly dispatcher?: Dispatcher | undefined;
}

const KEPT = 4;

/** The application's own way to the provider, or one of ours: straight, or through the proxies of the environment. */
export async function openDispatcher(
  { dispatcher, connect, maxBody, kept = KEPT }: WayOut,
  onConnect: () => void,
): Promise<Dispatcher> {
  if (dispatcher) return dispatcher;
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const timeout = connect * 1000;
  const options = {
    connect: { timeout },
    keepAliveTimeout: kept * 1000,
    keepAliveMaxTimeout: kept * 1000,
    maxResponseSize: maxBody,
  };
  if (!usesEnvironmentProxies()) return new Agent(options).on('connect', onConnect);
  return new EnvHttpProxyAgent({ ...options, proxyTls: { timeout }, requestTls: { timeout } });
}
