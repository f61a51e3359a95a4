import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pkcs11Signer } from 'nestjs-criipto-auth/pkcs11';

import { codeFrom } from '../support/code-of.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { P11KitServer } from '../support/p11-kit-server.js';
import { probesWhile } from '../support/probes-while.js';
import { SoftHsm } from '../support/soft-hsm.js';
import { appsOn } from '../support/test-app.js';

const TIMEOUT = 0.5;
const BUDGET = 1.5;
/** What a process that starts on a busy machine may add. */
const LEEWAY = 1.5;

let hsm: SoftHsm;
let server: P11KitServer;
beforeAll(async () => {
  hsm = await SoftHsm.create();
  server = await P11KitServer.before(hsm.library);
}, 30_000);
afterAll(async () => {
  await server.remove();
  await hsm.remove();
});

function signerOf(library: string) {
  const { tokenLabel, pin } = hsm;
  return pkcs11Signer({
    library,
    tokenLabel,
    pin,
    keyLabel: 'login',
    alg: 'ES256',
    timeout: TIMEOUT,
    retry: { budget: BUDGET, delay: 0 },
    circuitBreaker: { pause: 0.1 },
  });
}

describe.each(HTTP_ADAPTERS)('a token behind p11-kit on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('that stands still costs its logins a 503 in time, and heals by itself', async () => {
    const [remote, local] = [await signerOf(server.library), await signerOf(hsm.library)];
    const app = await start({ options: { keys: { signer: remote }, login: { pushed: 'never' } } });
    expect((await app.logIn()).status).toBe(303);

    await server.freeze();
    const begin = performance.now();
    const frozen = [app.logIn(), app.logIn(), app.logIn()];
    const { works, fails } = await probesWhile(local, Promise.all(frozen));
    expect((performance.now() - begin) / 1000).toBeLessThan(BUDGET + LEEWAY);
    expect((await Promise.all(frozen)).map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(works).toBeGreaterThan(20);
    expect(fails).toBe(0);
    expect(app.fake.requests.of('token')).toHaveLength(1);

    await server.goOn();
    expect((await app.logIn()).status).toBe(303);
  });

  it('that is killed while it stands still, and started again, is found again', async () => {
    const signer = await signerOf(server.library);
    const app = await start({ options: { keys: { signer }, login: { pushed: 'never' } } });
    await server.freeze();
    expect((await app.logIn()).status).toBe(503);
    await server.kill();
    expect(await codeFrom(signer.sign(Buffer.from('bytes'), new AbortController()))).toBe(
      'signer_failed',
    );
    await server.start();
    expect((await app.logIn()).status).toBe(303);
  });
});
