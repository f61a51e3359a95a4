import { sign } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { remoteSigner, type Signer } from 'nestjs-criipto-auth';
import type { RemoteSign } from 'nestjs-criipto-auth/keys';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { keyPair, publicJwk } from '../support/private-keys.js';
import { appsOn } from '../support/test-app.js';

/** A service that signs until it is broken. */
class KeyService {
  private trouble: RemoteSign | undefined;
  readonly signer: Signer;

  constructor(alg: 'ES256' | 'RS256' = 'ES256') {
    const kind = alg === 'ES256' ? 'P-256' : 'rsa';
    this.signer = remoteSigner({
      alg,
      publicJwk: publicJwk(kind),
      mode: 'message',
      signatureFormat: alg === 'ES256' ? 'der' : 'raw',
      timeout: 0.5,
      retry: { delay: 0 },
      sign: (bytes, options) =>
        this.trouble?.(bytes, options) ??
        Promise.resolve(sign('sha256', bytes, keyPair(kind).privateKey)),
    });
  }

  breaks(how: RemoteSign): void {
    this.trouble = how;
  }

  heals(): void {
    this.trouble = undefined;
  }
}

const TROUBLES: readonly (readonly [string, RemoteSign, 'ES256' | 'RS256'])[] = [
  ['refuses', () => Promise.reject(new Error('arn:hidden is throttled')), 'ES256'],
  ['hangs', () => new Promise(() => undefined), 'ES256'],
  ['returns what is no DER', () => Promise.resolve(new Uint8Array(64)), 'ES256'],
  ['returns what is no signature of RSA', () => Promise.resolve(new Uint8Array()), 'RS256'],
];

describe.each(HTTP_ADAPTERS)('a key in a KMS on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  const startWith = (service: KeyService, pushed: 'auto' | 'never') =>
    start({ options: { keys: { signer: service.signer }, login: { pushed } } });

  it.each(TROUBLES)('that %s leaves the code unspent', async (_what, trouble, alg) => {
    const service = new KeyService(alg);
    const app = await startWith(service, 'never');
    service.breaks(trouble);
    const refused = await app.logIn();
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(await refused.text()).not.toContain('hidden');
    expect(app.log.text).not.toContain('hidden');
    expect(app.fake.requests.of('token')).toEqual([]);

    service.heals();
    expect((await app.logIn()).status).toBe(303);
    expect(app.fake.requests.of('token')).toHaveLength(1);
  });

  it('that fails before the login begins sends nobody away', async () => {
    const service = new KeyService();
    const app = await startWith(service, 'auto');
    service.breaks(() => Promise.reject(new Error('away')));
    const refused = await new Browser().navigate(`${app.url}/auth/login`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(app.fake.requests.of('par')).toEqual([]);
  });
});
