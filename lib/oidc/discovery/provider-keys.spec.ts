import type { KeyObject } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { keysOfProvider } from '../../../test/support/keys-of-provider.js';
import { privateJwk, publicJwk } from '../../../test/support/private-keys.js';
import { type ProviderKey, providerKey } from '../../../test/support/provider-key.js';
import type { Answer, StubProvider } from '../../../test/support/stub-provider.js';
import { hours, minutes } from '../../common/durations.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import { ProviderKeys, type TokenSender } from './provider-keys.js';

let application: Application;
let provider: StubProvider;
let keys: ProviderKeys;

beforeEach(async () => {
  application = await startApplication();
  provider = application.provider;
  keys = keysOfProvider(application);
});

afterEach(stopApplications);

/** The public key found, or the code of the refusal. */
const found = (
  kid: string | undefined,
  alg: SigningAlgorithm = 'RS256',
  sender: TokenSender = 'provider',
): Promise<unknown> =>
  codeFrom(
    keys.find(alg, kid, sender).then((key: KeyObject) => key.export({ format: 'jwk' })['n'] ?? key),
  );

/** The same for a token that anybody may have sent. */
const foundForAnybody = (kid: string): Promise<unknown> => found(kid, 'RS256', 'anybody');

const modulus = ({ jwk }: ProviderKey): unknown => jwk['n'];

const one = providerKey('RS256', 1);
const two = providerKey('RS256', 2);

describe('ProviderKeys finds', () => {
  it('the key that a token names', async () => {
    provider.keys = [one, two];
    expect(await found('provider-2')).toBe(modulus(two));
  });

  it('the only key, for a token that names none', async () => {
    provider.keys = [one];
    expect(await found(undefined)).toBe(modulus(one));
  });

  it('the only key of the right type, for a token that names none', async () => {
    provider.keys = [providerKey('ES256', 2), one, providerKey('EdDSA', 3)];
    expect(await found(undefined)).toBe(modulus(one));
  });

  it('the key of the right type, when another has the same name', async () => {
    provider.keys = [providerKey('ES256', 1), one];
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('the key on the right curve, when another has the same name', async () => {
    const wanted = providerKey('ES384', 1);
    provider.keys = [providerKey('ES256', 1), wanted];
    expect(await keys.find('ES384', 'provider-1', 'provider')).toMatchObject({
      asymmetricKeyDetails: { namedCurve: 'secp384r1' },
    });
  });

  it.each([
    ['says nothing of its use', { use: undefined }],
    ['is for signatures', { use: 'sig' }],
    ['is for verifying', { key_ops: ['verify'] }],
    ['is for verifying too', { key_ops: ['encrypt', 'verify'] }],
    ['is for this algorithm', { alg: 'RS256' }],
    ['is for no one algorithm', { alg: undefined }],
    ['has members that are null', { use: null, key_ops: null, alg: null, crv: null, d: null }],
    ['has members that are empty', { use: '', alg: '', crv: '', x5t: '' }],
  ])('a key that %s', async (_what, members) => {
    provider.answer('jwks', { body: { keys: [{ ...one.jwk, ...members }] } });
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('the key that is listed twice', async () => {
    provider.answer('jwks', { body: { keys: [one.jwk, { ...one.jwk, use: 'sig' }] } });
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('the only key, listed twice, for a token that names none', async () => {
    provider.answer('jwks', { body: { keys: [one.jwk, { ...one.jwk, kid: 'again' }] } });
    expect(await found(undefined)).toBe(modulus(one));
  });

  it('the key in a set that begins with a byte order mark', async () => {
    provider.answer('jwks', { body: `\uFEFF${JSON.stringify({ keys: [one.jwk] })}` });
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('the key beside others that nobody could use', async () => {
    provider.answer('jwks', {
      body: {
        keys: [null, 'key', {}, { kty: 'XYZ', kid: 'provider-1' }, { kty: 'RSA' }, one.jwk],
      },
    });
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it.each<SigningAlgorithm>(['PS256', 'ES256', 'ES512', 'EdDSA'])('a key for %s', async (alg) => {
    provider.keys = [providerKey(alg, 1)];
    expect((await keys.find(alg, 'provider-1', 'provider')).type).toBe('public');
  });
});

describe('ProviderKeys says what is wrong with a key that is listed:', () => {
  it.each([
    ['use', { use: 'enc' }],
    ['key_ops', { key_ops: ['encrypt'] }],
    ['d', { d: 'AQAB' }],
    ['alg', { alg: 'RS512' }],
    ['kty', { kty: 'XYZ' }],
    ['n', { e: 'AQ' }],
  ])('%s', async (member, members) => {
    provider.answer('jwks', { body: { keys: [{ ...one.jwk, ...members }] } });
    await expect(keys.find('RS256', 'provider-1', 'provider')).rejects.toMatchObject({
      code: 'id_token_key_unknown',
      message: expect.stringMatching(new RegExp(`cannot be used: its .*\`${member}\``)),
    });
  });
});

describe('ProviderKeys refuses as unknown', () => {
  it.each([
    ['a name that is not published', 'provider-9'],
    ['an empty name', ''],
    ['a name of the prototype', '__proto__'],
    ['a name of every object', 'constructor'],
    ['a path', '../../../dev/null'],
  ])('%s', async (_, kid) => {
    expect(await found(kid)).toBe('id_token_key_unknown');
  });

  it('no name, when two keys could be meant', async () => {
    provider.keys = [one, two];
    expect(await found(undefined)).toBe('id_token_key_unknown');
  });

  it('a name that two keys of one type share', async () => {
    provider.keys = [one, providerKey('RS256', 2, { kid: 'provider-1' })];
    expect(await found('provider-1')).toBe('id_token_key_unknown');
  });

  it.each([
    ['a key of another type', publicJwk('P-256')],
    ['a key of another algorithm', { ...one.jwk, alg: 'PS256' }],
    ['a key to encrypt with', { ...one.jwk, use: 'enc' }],
    ['a key that may not verify', { ...one.jwk, key_ops: ['encrypt'] }],
    ['a key whose uses are no list', { ...one.jwk, key_ops: 'verify' }],
    ['a private key', privateJwk('rsa')],
    ['a secret', { kty: 'oct', k: 'c2VjcmV0' }],
    ['an RSA key of 1024 bits', publicJwk('rsa1024')],
    ['an RSA key of 8200 bits', { ...one.jwk, n: Buffer.alloc(1025, 0xff).toString('base64url') }],
    ['a key that is for an algorithm without a name', { ...one.jwk, alg: 1 }],
    ['an RSA key with the exponent 1', { ...one.jwk, e: 'AQ' }],
    ['an RSA key without a modulus', { ...one.jwk, n: undefined }],
    ['a key whose modulus is no text', { ...one.jwk, n: 65_537 }],
  ])('%s', async (_, jwk) => {
    provider.answer('jwks', { body: { keys: [{ ...jwk, kid: 'provider-1' }] } });
    expect(await found('provider-1')).toBe('id_token_key_unknown');
  });

  it('a key on another curve', async () => {
    provider.keys = [providerKey('ES384', 1)];
    expect(await found('provider-1', 'ES256')).toBe('id_token_key_unknown');
  });

  it('a point that is not on its curve', async () => {
    const { jwk } = providerKey('ES256', 1);
    provider.answer('jwks', { body: { keys: [{ ...jwk, y: jwk['x'] }] } });
    expect(await found('provider-1', 'ES256')).toBe('id_token_key_unknown');
  });

  it('a point of low order', async () => {
    const { jwk } = providerKey('EdDSA', 1);
    const identity = Buffer.alloc(32).fill(1, 0, 1).toString('base64url');
    provider.answer('jwks', { body: { keys: [{ ...jwk, x: identity }] } });
    expect(await found('provider-1', 'EdDSA')).toBe('id_token_key_unknown');
  });

  it('a key after the first hundred', async () => {
    const others = Array.from({ length: 100 }, (_, nth) => ({ ...two.jwk, kid: `other-${nth}` }));
    provider.answer('jwks', { body: { keys: [...others, one.jwk] } });
    expect(await found('provider-1')).toBe('id_token_key_unknown');
  });
});

describe('ProviderKeys fetches', () => {
  const fetches = (): number => provider.sent('jwks').length;

  it('once for many tokens', async () => {
    await Promise.all(Array.from({ length: 50 }, () => found('provider-1')));
    await found('provider-1');
    expect(fetches()).toBe(1);
  });

  it('again when a token names a key that it does not know, however fresh its copy', async () => {
    await found('provider-1');
    provider.keys = [two];
    expect(await found('provider-2')).toBe(modulus(two));
    expect(fetches()).toBe(2);
  });

  it('once for all who wait for a new key, and finds it for all of them', async () => {
    await found('provider-1');
    provider.keys = [two];
    const all = await Promise.all(Array.from({ length: 10 }, () => found('provider-2')));
    expect(new Set(all)).toEqual(new Set([modulus(two)]));
    expect(fetches()).toBe(2);
  });

  it('once more when the fetch that it waited for may be older than the token', async () => {
    await found('provider-1');
    let answer: (keys: Answer) => void = () => undefined;
    const isAsked = new Promise<void>((resolve) => {
      provider.answer('jwks', (honest) => {
        resolve();
        return new Promise<Answer>((send) => (answer = () => send(honest)));
      });
    });
    const stranger = foundForAnybody('a');
    await isAsked;
    const rotated = found('provider-2');
    provider.beHonest();
    provider.keys = [two];
    answer({});
    expect(await rotated).toBe(modulus(two));
    expect([await stranger, fetches()]).toEqual(['id_token_key_unknown', 3]);
  });

  it('twice in a row for unknown names, and not a third time', async () => {
    await found('provider-1');
    for (const kid of ['a', 'b', 'c', 'd']) await found(kid);
    expect(fetches()).toBe(3);
  });

  it.each([
    ['once more every 30 seconds for unknown names', 'anybody', 30],
    ['once more every second for unknown names, where the provider sent them', 'provider', 1],
  ] as const)('%s', async (_title, sender, seconds) => {
    await found('provider-1');
    for (const kid of ['a', 'b', 'c']) await found(kid, 'RS256', sender);
    application.clock.advance(seconds - 0.1);
    await found('d', 'RS256', sender);
    expect(fetches()).toBe(3);
    application.clock.advance(0.1);
    await found('e', 'RS256', sender);
    expect(fetches()).toBe(4);
  });

  it.each([
    ['no more often for unknown names while it fails', 'anybody'],
    ['nor for such names that the provider sent', 'provider'],
  ] as const)('%s', async (_title, sender) => {
    await found('provider-1');
    provider.answer('jwks', { status: 503 });
    expect(await found('a', 'RS256', sender)).toBe('provider_keys_unavailable');
    for (const kid of ['b', 'c', 'd']) await found(kid, 'RS256', sender);
    expect(fetches()).toBe(3);
  });

  it('nothing for known names, whatever unknown ones were tried', async () => {
    for (const kid of ['a', 'b', 'c', 'd']) await found(kid);
    const before = fetches();
    expect(await found('provider-1')).toBe(modulus(one));
    expect(fetches()).toBe(before);
  });

  it('from where the provider says its keys are by then', async () => {
    let path = '/elsewhere';
    keys = new ProviderKeys(application.http, application.clock, {
      uri: () => Promise.resolve(`${provider.issuer}${path}`),
      timeout: 5,
    });
    expect(await found('provider-1')).toBe('provider_keys_unavailable');
    path = '/jwks';
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('as seldom as the provider says', async () => {
    const headers = { 'Cache-Control': `max-age=${minutes(20)}` };
    provider.answer('jwks', (honest) => ({ ...honest, headers }));
    await found('provider-1');
    application.clock.advance(minutes(20) - 1);
    await found('provider-1');
    expect(fetches()).toBe(1);
    application.clock.advance(1);
    await found('provider-1');
    expect(fetches()).toBe(2);
  });
});

describe('ProviderKeys, while strangers invent names,', () => {
  const flood = async (): Promise<void> => {
    for (let nth = 0; nth < 50; nth += 1) await foundForAnybody(`invented-${nth}`);
  };
  const fetches = (): number => provider.sent('jwks').length;

  beforeEach(async () => {
    await found('provider-1');
    await flood();
    expect(fetches()).toBe(3);
  });

  it('finds the next key of the provider at once, for what the provider sent', async () => {
    provider.keys = [two];
    expect(await found('provider-2')).toBe(modulus(two));
    expect(fetches()).toBe(4);
  });

  it('knows it from then on for what anybody sent, too', async () => {
    provider.keys = [two];
    await found('provider-2');
    expect(await foundForAnybody('provider-2')).toBe(modulus(two));
  });

  it('calls a name unavailable that it could not look for, since it may be right in a moment', async () => {
    provider.keys = [two];
    expect(await foundForAnybody('provider-2')).toBe('provider_keys_unavailable');
    application.clock.advance(30);
    expect(await foundForAnybody('provider-2')).toBe(modulus(two));
  });

  it('asks the provider no more than once in 30 seconds for them', async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      await flood();
      application.clock.advance(30);
    }
    await flood();
    expect(fetches()).toBe(3 + 10);
  });

  it('calls a name unknown as soon as it has looked for it', async () => {
    application.clock.advance(30);
    expect(await foundForAnybody('another')).toBe('id_token_key_unknown');
  });
});

describe('Keys that could not be had yet', () => {
  const fetches = (): number => provider.sent('jwks').length;
  beforeEach(() => provider.answer('jwks', { status: 503 }));

  it('are not asked for by each token that anybody sends', async () => {
    for (let nth = 0; nth < 10; nth += 1)
      expect(await foundForAnybody('provider-1')).toBe('provider_keys_unavailable');
    expect(fetches()).toBe(2);
    application.clock.advance(1);
    provider.beHonest();
    expect(await foundForAnybody('provider-1')).toBe(modulus(one));
  });

  it('are asked for at once for what the provider sent', async () => {
    for (let nth = 0; nth < 10; nth += 1) await foundForAnybody('provider-1');
    provider.beHonest();
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('are asked for once by many at once', async () => {
    provider.beHonest();
    const all = await Promise.all(Array.from({ length: 50 }, () => foundForAnybody('provider-1')));
    expect([new Set(all), fetches()]).toEqual([new Set([modulus(one)]), 1]);
  });
});

describe('ProviderKeys, while the provider is down,', () => {
  it('uses the keys that it has', async () => {
    await found('provider-1');
    provider.answer('jwks', { status: 503 });
    application.clock.advance(hours(2));
    expect(await found('provider-1')).toBe(modulus(one));
  });

  it('has none after 24 hours more', async () => {
    await found('provider-1');
    provider.answer('jwks', { status: 503 });
    application.clock.advance(hours(25));
    expect(await found('provider-1')).toBe('provider_keys_unavailable');
  });
});

describe('ProviderKeys calls unavailable', () => {
  it.each([
    ['a page', { body: '<!doctype html>' }],
    ['an error', { status: 404, body: { error: 'not_found' } }],
    ['a set without keys', { body: {} }],
    ['a set whose keys are no list', { body: { keys: {} } }],
    ['more than http.maxBody', { body: { keys: [], filler: 'x'.repeat(300 * 1024) } }],
  ])('%s', async (_, answer) => {
    provider.answer('jwks', answer);
    expect(await found('provider-1')).toBe('provider_keys_unavailable');
  });
});
