import { createHmac } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { keysOfProvider } from '../../../test/support/keys-of-provider.js';
import { publicPem } from '../../../test/support/private-keys.js';
import { type ProviderKey, providerKey, signedBy } from '../../../test/support/provider-key.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { StubProvider } from '../../../test/support/stub-provider.js';
import type { SigningAlgorithm } from '../../keys/algorithms.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import { type IdTokenClaims, type IdTokenExpectations, validateIdToken } from './id-token.js';

const NONCE = 'the nonce of this login';
const TOLERANCE = 60;

let application: Application;
let provider: StubProvider;
let keys: ProviderKeys;

beforeEach(async () => {
  application = await startApplication();
  provider = application.provider;
  keys = keysOfProvider(application);
});

afterEach(stopApplications);

const now = (): number => application.clock.seconds();

const validate = (
  token: string,
  expected: Partial<IdTokenExpectations> = {},
): Promise<IdTokenClaims> =>
  validateIdToken(token, keys, {
    issuer: provider.issuer,
    clientId: CLIENT_ID,
    alg: 'RS256',
    maxSize: 16 * 1024,
    nonce: NONCE,
    now: now(),
    clockTolerance: TOLERANCE,
    accessToken: 'the access token',
    ...expected,
  });

const issue = (claims: object = {}, header: object = {}): Promise<string> => {
  provider.idToken(claims, header);
  return provider.issueIdToken({ nonce: NONCE, accessToken: 'the access token' });
};

/** The code under which a token with these claims and header members is refused. */
const codeOfToken = async (claims: object, header: object = {}): Promise<unknown> =>
  codeFrom(validate(await issue(claims, header)));

describe('validateIdToken takes', () => {
  it('an honest token, and gives its claims', async () => {
    expect(await validate(await issue({ country: 'DK' }))).toMatchObject({
      iss: provider.issuer,
      sub: 'user-1',
      aud: CLIENT_ID,
      nonce: NONCE,
      country: 'DK',
    });
  });

  it.each<SigningAlgorithm>([
    'RS256',
    'RS384',
    'RS512',
    'PS256',
    'PS384',
    'PS512',
    'ES256',
    'ES384',
    'ES512',
    'EdDSA',
  ])('a token signed with %s, when that is what was agreed', async (alg) => {
    provider.keys = [providerKey(alg)];
    expect(await validate(await issue(), { alg })).toMatchObject({ sub: 'user-1' });
  });

  it('a token that names no key, when only one fits', async () => {
    provider.keys = [providerKey('ES256', 1), providerKey('RS256', 2)];
    const [, signing] = provider.keys;
    if (!signing) throw new Error('no key');
    const token = await signedBy({ ...signing, kid: undefined }, await honestClaims());
    expect(await validate(token)).toMatchObject({ sub: 'user-1' });
  });

  it('a token without at_hash', async () => {
    expect(await validate(await issue({ at_hash: undefined }))).toMatchObject({ sub: 'user-1' });
  });

  it('a token with fractions of seconds', async () => {
    const claims = { iat: now() - 0.5, exp: now() + 10.25 };
    expect(await validate(await issue(claims))).toMatchObject(claims);
  });

  it('claims that it does not know, without touching any prototype', async () => {
    const token = await signedBy(
      providerKey(),
      JSON.stringify(await honestClaims()).replace('{', '{"__proto__":{"isAdmin":true},'),
    );
    const claims = await validate(token);
    expect(claims['isAdmin']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('isAdmin');
  });
});

describe('validateIdToken verifies the signature: it refuses', () => {
  const altered = async (alter: (signature: Buffer) => Buffer): Promise<unknown> => {
    const [header, payload, signature = ''] = (await issue()).split('.');
    const bytes = alter(Buffer.from(signature, 'base64url'));
    return codeFrom(validate(`${header}.${payload}.${bytes.toString('base64url')}`));
  };

  it('one with every bit turned', async () => {
    const code = await altered((signature) => Buffer.from(signature.map((byte) => byte ^ 0x5a)));
    expect(code).toBe('id_token_signature_invalid');
  });

  it('one that was cut off', async () => {
    expect(await altered((signature) => signature.subarray(0, -1))).toBe(
      'id_token_signature_invalid',
    );
  });

  it('one of another token', async () => {
    const [header, payload] = (await issue({ sub: 'somebody else' })).split('.');
    const [, , signature] = (await issue()).split('.');
    expect(await codeFrom(validate(`${header}.${payload}.${signature}`))).toBe(
      'id_token_signature_invalid',
    );
  });

  it('one by a key of somebody else, under a name that the provider publishes', async () => {
    const forged: ProviderKey = { ...providerKey('RS256', 9), kid: 'provider-1' };
    expect(await codeFrom(validate(await signedBy(forged, await honestClaims())))).toBe(
      'id_token_signature_invalid',
    );
  });

  it('one whose header was changed', async () => {
    const [, payload, signature] = (await issue()).split('.');
    const header = base64url({ alg: 'RS256', kid: 'provider-1', typ: 'JWT' });
    expect(await codeFrom(validate(`${header}.${payload}.${signature}`))).toBe(
      'id_token_signature_invalid',
    );
  });

  it('an elliptic one of zeros', async () => {
    provider.keys = [providerKey('ES256')];
    const [header, payload] = (await issue()).split('.');
    const zeros = Buffer.alloc(64).toString('base64url');
    expect(await codeFrom(validate(`${header}.${payload}.${zeros}`, { alg: 'ES256' }))).toBe(
      'id_token_signature_invalid',
    );
  });

  it('RS256 under the name of PS256', async () => {
    const key = { ...providerKey('RS256'), alg: 'RS256' };
    const [, payload, signature] = (await signedBy(key, await honestClaims())).split('.');
    const header = base64url({ alg: 'PS256', kid: 'provider-1' });
    expect(await codeFrom(validate(`${header}.${payload}.${signature}`, { alg: 'PS256' }))).toBe(
      'id_token_signature_invalid',
    );
  });
});

describe('validateIdToken pins the algorithm: it refuses', () => {
  it('an unsigned token', async () => {
    const [, payload] = (await issue()).split('.');
    const header = base64url({ alg: 'none' });
    expect(await codeFrom(validate(`${header}.${payload}.c2ln`))).toBe(
      'id_token_algorithm_unexpected',
    );
  });

  it('an unsigned token without a signature', async () => {
    const [, payload] = (await issue()).split('.');
    const header = base64url({ alg: 'none' });
    expect(await codeFrom(validate(`${header}.${payload}.`))).toBe('id_token_algorithm_unexpected');
  });

  it.each([
    ['the public key', () => publicPem('rsa')],
    ['the client id', () => CLIENT_ID],
  ])('a token with a checksum by %s', async (_, secret) => {
    const [, payload] = (await issue()).split('.');
    const input = `${base64url({ alg: 'HS256', kid: 'provider-1' })}.${payload}`;
    const checksum = createHmac('sha256', secret()).update(input).digest('base64url');
    expect(await codeFrom(validate(`${input}.${checksum}`))).toBe('id_token_algorithm_unexpected');
  });

  it.each(['ES256', 'PS256', 'RS512', 'EdDSA'])(
    'a token rightly signed with %s by a key that the provider publishes',
    async (alg) => {
      provider.keys = [providerKey(alg, 2), providerKey('RS256', 1)];
      expect(await codeOfToken({})).toBe('id_token_algorithm_unexpected');
    },
  );
});

describe('validateIdToken looks for the key only among those of the provider:', () => {
  it('a new one is fetched', async () => {
    await validate(await issue());
    provider.keys = [providerKey('RS256', 2)];
    expect(await validate(await issue())).toMatchObject({ sub: 'user-1' });
  });

  it('an unknown one is refused', async () => {
    const unknown = await signedBy(providerKey('RS256', 9), await honestClaims());
    expect(await codeFrom(validate(unknown))).toBe('id_token_key_unknown');
  });

  it('made-up names fetch no more than two more times', async () => {
    for (let nth = 0; nth < 20; nth += 1) await codeOfToken({}, { kid: `made-up-${nth}` });
    expect(provider.sent('jwks')).toHaveLength(3);
  });

  it.each([
    ['jku', () => `${provider.issuer}/evil-jwks`],
    ['x5u', () => `${provider.issuer}/evil-cert`],
  ])('one that stands behind a link in %s is not fetched', async (member, url) => {
    const forged = await signedBy(providerKey('RS256', 9), await honestClaims(), {
      [member]: url(),
    });
    expect(await codeFrom(validate(forged))).toBe('id_token_key_unknown');
    expect(provider.sent('unknown')).toEqual([]);
  });

  it('one that the token itself holds is not used', async () => {
    const forger = providerKey('RS256', 9);
    const forged = await signedBy(forger, await honestClaims(), { jwk: forger.jwk });
    expect(await codeFrom(validate(forged))).toBe('id_token_key_unknown');
  });

  it('while they cannot be had, nobody gets in', async () => {
    provider.answer('jwks', { status: 503 });
    expect(await codeOfToken({})).toBe('provider_keys_unavailable');
  });
});

describe('validateIdToken refuses a payload that is', () => {
  it.each(['[]', 'null', '"claims"', '1', '{', 'claims', '{"iss":', '\uFEFF{}'])(
    '%p',
    async (payload) => {
      const token = await signedBy(providerKey(), payload);
      expect(await codeFrom(validate(token))).toBe('id_token_malformed');
    },
  );
});

describe('validateIdToken refuses a token over 16 kB', () => {
  const sized = async (size: number): Promise<string> => {
    const rest = (await issue({ filler: '' })).length;
    const token = await issue({ filler: 'x'.repeat(Math.floor(((size - rest) * 3) / 4)) });
    expect(token).toHaveLength(size);
    return token;
  };

  it('but takes one of exactly that', async () => {
    expect(await validate(await sized(16 * 1024))).toMatchObject({ sub: 'user-1' });
  });

  it('by as little as it can be', async () => {
    const token = `${await sized(16 * 1024)}x`;
    expect(await codeFrom(validate(token))).toBe('id_token_too_large');
  });

  it('before it looks at anything else', async () => {
    expect(await codeFrom(validate('.'.repeat(1_000_000)))).toBe('id_token_too_large');
    expect(provider.requests).toEqual([]);
  });
});

describe('validateIdToken refuses the issuer', () => {
  it.each<[string, () => unknown]>([
    ['with something added', () => `${provider.issuer}1`],
    ['with a slash added', () => `${provider.issuer}/`],
    ['of somebody else', () => 'https://evil.example'],
    ['in capitals', () => provider.issuer.toUpperCase()],
    ['in a list', () => [provider.issuer]],
    ['in an object', () => ({ iss: provider.issuer })],
    ['that is a number', () => 1],
    ['that is null', () => null],
    ['that is missing', () => undefined],
  ])('%s', async (_, iss) => {
    expect(await codeOfToken({ iss: iss() })).toBe('id_token_issuer_mismatch');
  });
});

describe('validateIdToken takes the audience', () => {
  it.each([
    ['as a text', CLIENT_ID],
    ['as a list', [CLIENT_ID]],
  ])('%s', async (_, aud) => {
    expect(await validate(await issue({ aud }))).toMatchObject({ aud });
  });

  it('beside the authorized party, when that is us', async () => {
    const claims = { aud: [CLIENT_ID], azp: CLIENT_ID };
    expect(await validate(await issue(claims))).toMatchObject(claims);
  });
});

describe('validateIdToken refuses the audience', () => {
  it.each<[string, unknown]>([
    ['of somebody else', 'another-client'],
    ['with something added', `${CLIENT_ID}1`],
    ['beside a stranger', [CLIENT_ID, 'another-client']],
    ['after a stranger', ['another-client', CLIENT_ID]],
    ['in an empty list', []],
    ['in a list in a list', [[CLIENT_ID]]],
    ['in an object', { aud: CLIENT_ID }],
    ['among others in one text', `${CLIENT_ID} another-client`],
    ['that is a number', 1],
    ['that is true', true],
    ['that is null', null],
    ['that is missing', undefined],
  ])('%s', async (_, aud) => {
    expect(await codeOfToken({ aud })).toBe('id_token_audience_mismatch');
  });

  it('beside a stranger, also when the authorized party is us', async () => {
    const claims = { aud: [CLIENT_ID, 'another-client'], azp: CLIENT_ID };
    expect(await codeOfToken(claims)).toBe('id_token_audience_mismatch');
  });
});

describe('validateIdToken refuses the authorized party', () => {
  it.each(['another-client', '', `${CLIENT_ID}1`, [CLIENT_ID], null, 1, {}])('%p', async (azp) => {
    expect(await codeOfToken({ azp })).toBe('id_token_azp_mismatch');
  });
});

describe('validateIdToken compares times with a tolerance:', () => {
  it.each<[string, () => object]>([
    ['expired for less', () => ({ exp: now() - TOLERANCE + 1 })],
    ['issued as far ahead as that', () => ({ iat: now() + TOLERANCE })],
    ['not before as far ahead as that', () => ({ nbf: now() + TOLERANCE })],
  ])('takes a token %s', async (_, claims) => {
    expect(await validate(await issue(claims()))).toMatchObject(claims());
  });

  it.each<[string, () => object, string]>([
    ['expired for as long', () => ({ exp: now() - TOLERANCE }), 'id_token_expired'],
    ['expired long ago', () => ({ exp: 0 }), 'id_token_expired'],
    ['issued further ahead', () => ({ iat: now() + TOLERANCE + 1 }), 'id_token_not_yet_valid'],
    ['not before further ahead', () => ({ nbf: now() + TOLERANCE + 1 }), 'id_token_not_yet_valid'],
  ])('refuses a token %s', async (_, claims, code) => {
    expect(await codeOfToken(claims())).toBe(code);
  });

  it('none, when none is configured', async () => {
    const strict = { clockTolerance: 0 };
    expect(await codeFrom(validate(await issue({ exp: now() }), strict))).toBe('id_token_expired');
    expect(await codeFrom(validate(await issue({ iat: now() + 1 }), strict))).toBe(
      'id_token_not_yet_valid',
    );
  });
});

describe('validateIdToken refuses as a time', () => {
  const values = ['1768478400', null, true, {}, [], [1_768_478_400], -1, 253_402_300_800, 9e15];
  const claims = ['exp', 'iat', 'nbf'];

  it.each(claims.flatMap((claim) => values.map((value) => [claim, value] as const)))(
    '%s: %p',
    async (claim, value) => {
      expect(await codeOfToken({ [claim]: value })).toBe('id_token_claim_invalid');
    },
  );

  it.each(claims)('%s: more than a number can be', async (claim) => {
    const payload = JSON.stringify({ ...(await honestClaims()), [claim]: 'huge' });
    const token = await signedBy(providerKey(), payload.replace('"huge"', '1e999'));
    expect(await codeFrom(validate(token))).toBe('id_token_claim_invalid');
  });

  it.each(['exp', 'iat'])('%s: none at all', async (claim) => {
    expect(await codeOfToken({ [claim]: undefined })).toBe('id_token_claim_invalid');
  });
});

describe('validateIdToken refuses the nonce', () => {
  it.each<[string, unknown]>([
    ['of another login', 'the nonce of another login'],
    ['with something added', `${NONCE}1`],
    ['cut off', NONCE.slice(0, -1)],
    ['in capitals', NONCE.toUpperCase()],
    ['in a list', [NONCE]],
    ['that is empty', ''],
    ['that is null', null],
    ['that is missing', undefined],
  ])('%s', async (_, nonce) => {
    expect(await codeOfToken({ nonce })).toBe('id_token_nonce_mismatch');
  });
});

describe('validateIdToken, of a refresh,', () => {
  const refresh = async (nonce: unknown, ifPresent: string | undefined): Promise<unknown> =>
    validate(await issue({ nonce }), { nonce: { ifPresent } });

  it.each([NONCE, undefined])('takes the nonce %p of the login', async (nonce) => {
    expect(await refresh(nonce, NONCE)).toMatchObject({ sub: 'user-1' });
  });

  it.each<[unknown, string | undefined]>([
    ['another', NONCE],
    ['another', undefined],
    [null, NONCE],
    [7, NONCE],
  ])('refuses the nonce %p, where the login had %p', async (nonce, ifPresent) => {
    expect(await codeFrom(refresh(nonce, ifPresent))).toBe('id_token_nonce_mismatch');
  });
});

describe('validateIdToken, in a flow without a nonce,', () => {
  it('takes a token that has none', async () => {
    const token = await issue({ nonce: undefined });
    expect(await validate(token, { nonce: false })).toMatchObject({ sub: 'user-1' });
  });

  it.each<[string, unknown]>([
    ['one of a login', NONCE],
    ['an empty one', ''],
    ['null', null],
  ])('refuses %s, for it answers something else', async (_, nonce) => {
    const token = await issue({ nonce });
    expect(await codeFrom(validate(token, { nonce: false }))).toBe('id_token_nonce_mismatch');
  });
});

describe('validateIdToken compares the request that was waited for: it', () => {
  const CLAIM = 'urn:openid:params:jwt:claim:auth_req_id';
  const answering = (claimed: unknown) => issue({ nonce: undefined, [CLAIM]: claimed });

  it('takes the one that was', async () => {
    const token = await answering('request-1');
    const claims = await validate(token, { nonce: false, authReqId: 'request-1' });
    expect(claims).toMatchObject({ [CLAIM]: 'request-1' });
  });

  it.each<[string, unknown]>([
    ['another one', 'request-2'],
    ['an empty one', ''],
    ['null', null],
    ['a list', ['request-1']],
  ])('refuses %s', async (_, claimed) => {
    const validation = validate(await answering(claimed), { nonce: false, authReqId: 'request-1' });
    expect(await codeFrom(validation)).toBe('id_token_request_mismatch');
  });

  it('refuses any in a login that waited for none', async () => {
    expect(await codeOfToken({ [CLAIM]: 'request-1' })).toBe('id_token_request_mismatch');
  });
});

describe('validateIdToken refuses the subject', () => {
  it.each<[string, unknown]>([
    ['that is missing', undefined],
    ['that is empty', ''],
    ['that is a number', 1],
    ['that is null', null],
    ['in a list', ['user-1']],
    ['in an object', { sub: 'user-1' }],
    ['of 256 characters', 'x'.repeat(256)],
    ['that is not ASCII', 'us\u00e9r-1'],
    ['with half a character, as which others may be read too', 'user-\ud800'],
    ['with a line break', 'user-1\nuser-2'],
  ])('%s', async (_, sub) => {
    expect(await codeOfToken({ sub })).toBe('id_token_claim_invalid');
  });

  it('but takes one of 255 characters', async () => {
    const sub = 'x'.repeat(255);
    expect(await validate(await issue({ sub }))).toMatchObject({ sub });
  });
});

describe('validateIdToken compares at_hash with the access token: it refuses', () => {
  it.each<[string, unknown]>([
    ['that of another access token', 'MTIzNDU2Nzg5MDEyMzQ1Ng'],
    ['an empty text', ''],
    ['null', null],
    ['a number', 1],
    ['a list', []],
  ])('%s', async (_, hash) => {
    expect(await codeOfToken({ at_hash: hash })).toBe('id_token_at_hash_mismatch');
  });

  it('an access token that was exchanged on the way', async () => {
    const token = await issue();
    expect(await codeFrom(validate(token, { accessToken: 'another' }))).toBe(
      'id_token_at_hash_mismatch',
    );
  });
});

/** What the provider says of an honest login. */
async function honestClaims(): Promise<object> {
  const [, payload = ''] = (await issue()).split('.');
  return Object(JSON.parse(Buffer.from(payload, 'base64url').toString()));
}

function base64url(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
