import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { CLIENT_ID, resolvedOptions } from '../../../test/support/resolved-options.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { KeyProvider } from '../../keys/key-provider.js';
import type { PublicJwk } from '../../keys/public-jwk.js';
import type { Signer } from '../../keys/signer.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';
import { withTraceId } from '../messages/trace-id.js';
import { ProviderClock } from './provider-clock.js';
import { explained } from './refused-client-authentication.js';

const ENDPOINT = 'https://acme.criipto.id/oauth2/token';
const REFUSAL = withTraceId(
  new CriiptoAuthError('client_authentication_failed', 'The provider answered HTTP 401'),
  'trace-1',
);

/** Our keys: the one that signs, and what is published. */
class Keys extends KeyProvider {
  constructor(private readonly published: readonly string[] | undefined) {
    super();
  }

  signer(): Promise<Signer> {
    if (this.published === undefined) return Promise.reject(new Error('no key'));
    const sign = () => Promise.resolve(new Uint8Array());
    return Promise.resolve({ kid: 'key-1', alg: 'RS256', publicJwk: publicJwk('key-1'), sign });
  }

  publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve((this.published ?? []).map(publicJwk));
  }
}

function publicJwk(kid: string): PublicJwk {
  return { kty: 'RSA', kid, use: 'sig', alg: 'RS256', n: 'n', e: 'AQAB' };
}

interface Circumstances extends Partial<CriiptoAuthOptions> {
  /** The names of the keys that are published; none when our keys fail. */
  readonly published?: readonly string[] | undefined;
  readonly date?: string;
}

/** The refusal as it is told, by an application with these options. */
async function told(circumstances: Circumstances = {}): Promise<CriiptoAuthError> {
  const { published, date, ...written } = { published: ['key-1'], ...circumstances };
  const clock = new ProviderClock(new FakeClock());
  clock.observe(date);
  return explained(REFUSAL, await resolvedOptions(written), new Keys(published), clock, ENDPOINT);
}

describe('A refused client authentication', () => {
  it('waits no longer for keys that never come than a request may take', async () => {
    class SilentKeys extends Keys {
      override signer(): Promise<Signer> {
        return new Promise(() => undefined);
      }
    }
    const options = await resolvedOptions({ http: { timeouts: { request: 1 } } });
    const clock = new ProviderClock(new FakeClock());
    expect(await explained(REFUSAL, options, new SilentKeys([]), clock, ENDPOINT)).toBe(REFUSAL);
  });

  it('keeps its code, its words and the trace id of the provider', async () => {
    expect(await told()).toMatchObject({
      code: 'client_authentication_failed',
      message: expect.stringMatching(/^The provider answered HTTP 401: /),
      traceId: 'trace-1',
    });
  });

  it('is explained by what was in the assertion', async () => {
    expect((await told()).message).toMatch(
      new RegExp(
        `our client assertion\\. kid=key-1 alg=RS256 aud=https://acme.criipto.id client=${CLIENT_ID};`,
      ),
    );
  });

  it('names the audience that the options chose', async () => {
    const { message } = await told({ assertion: { audience: 'endpoint' } });
    expect(message).toContain(`aud=${ENDPOINT} `);
  });

  it('says when the key is in our own JWK set', async () => {
    const published = ['key-2', 'key-1'];
    expect((await told({ published })).message).toContain('the key is in our own JWKS');
  });

  it.each([[[]], [['key-2']]])(
    'says when the key is not in our own JWK set, but %j',
    async (published) => {
      expect((await told({ published })).message).toContain('the key is NOT in our own JWKS');
    },
  );

  it('says what our clock has to do with it', async () => {
    expect((await told()).message).toContain('clock difference unknown');
    const date = 'Thu, 15 Jan 2026 12:05:00 GMT';
    expect((await told({ date })).message).toContain("the provider's clock is 300 s ahead of ours");
  });

  it('speaks of the secret alone where there is one', async () => {
    const { message } = await told({ clientSecret: 'a secret of the dashboard' });
    expect(message).toContain('it did not accept our client secret');
    expect(message).not.toContain('assertion');
    expect(message).not.toContain('a secret of the dashboard');
  });

  it('stays as it is when our keys fail now', async () => {
    expect(await told({ published: undefined })).toBe(REFUSAL);
  });
});
