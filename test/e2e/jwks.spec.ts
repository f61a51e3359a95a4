import { beforeAll, describe, expect, it } from '@jest/globals';

import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn } from '../support/test-app.js';

describe.each(HTTP_ADAPTERS)('our JWKS on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let jwks: string;
  beforeAll(async () => {
    jwks = `${(await start()).url}/.well-known/jwks.json`;
  });

  it('holds the public members of the key, and no other', async () => {
    const response = await fetch(jwks);
    expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
    expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
  });

  it('says 304 to who has it', async () => {
    const etag = (await fetch(jwks)).headers.get('etag') ?? '';
    const again = await fetch(jwks, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await fetch(jwks, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('answers HEAD without a body', async () => {
    const head = await fetch(jwks, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('etag')).toMatch(/^"/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    const response = await fetch(jwks, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
