import { afterEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { keyPair, privateJwk } from '../../../test/support/private-keys.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { Answer } from '../../../test/support/stub-provider.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';

const OUR_KEYS = {
  jwks: {
    keys: [
      { kty: 'RSA', ...privateJwk('rsa') },
      { kty: 'RSA', ...privateJwk('rsa', { use: 'enc', kid: 'enc-1' }, 1) },
    ],
  },
};

type Form = NonNullable<CriiptoAuthOptions['userInfo']>;

afterEach(stopApplications);

const start = (userInfo: Form, written: Partial<CriiptoAuthOptions> = {}): Promise<Application> =>
  startApplication({ keys: OUR_KEYS, userInfo, ...written });

const claimsFor = ({ provider, clock }: Application) => ({
  iss: provider.issuer,
  aud: CLIENT_ID,
  sub: 'user-1',
  name: 'Demo',
  exp: clock.seconds() + 60,
});

const signed = (application: Application, claims: object = {}): Promise<string> =>
  application.provider.sign({ ...claimsFor(application), ...claims });

async function encrypted(application: Application, claims: object = {}): Promise<string> {
  return new CompactEncrypt(Buffer.from(await signed(application, claims)))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'enc-1', cty: 'JWT' })
    .encrypt(keyPair('rsa', 1).publicKey);
}

const jwt = (body: string): Answer => ({ headers: { 'Content-Type': 'application/jwt' }, body });
const json = { 'Content-Type': 'application/json' };
const plain: Answer = { body: { sub: 'user-1', name: 'Demo' } };

async function ask(application: Application, answer: Answer): Promise<unknown> {
  application.provider.answer('userinfo', answer);
  return application.client.userInfo('the access token', 'user-1');
}

describe('userinfo', () => {
  it.each<[Form]>([[false], ['required']])('with %p may be plain', async (form) => {
    expect(await ask(await start(form), plain)).toMatchObject({ name: 'Demo' });
  });

  it.each<[Form]>([[false], ['required'], ['signed']])('with %p may be signed', async (form) => {
    const application = await start(form);
    expect(await ask(application, jwt(await signed(application)))).toMatchObject({ name: 'Demo' });
  });

  it.each<[Form]>([['required'], ['signed']])(
    'with %p may be signed alone, though ID tokens are encrypted',
    async (form) => {
      const application = await start(form, { idToken: { decryption: 'required' } });
      const answer = jwt(await signed(application));
      expect(await ask(application, answer)).toMatchObject({ name: 'Demo' });
    },
  );

  it.each<[string, (application: Application) => object]>([
    ['is for us, in a list', () => ({ aud: [CLIENT_ID] })],
    ['tells no end', () => ({ exp: undefined })],
    ['ended within what clocks may differ', ({ clock }) => ({ exp: clock.seconds() - 59 })],
  ])('that is signed %s', async (_, claims) => {
    const application = await start('signed');
    const answer = jwt(await signed(application, claims(application)));
    expect(await ask(application, answer)).toMatchObject({ name: 'Demo' });
  });

  it.each<[Form, Partial<CriiptoAuthOptions>]>([
    ['signedAndEncrypted', {}],
    ['signedAndEncrypted', { idToken: { decryption: 'required' } }],
    ['required', { idToken: { decryption: 'required' } }],
  ])('with %p and %j may be signed and encrypted', async (form, written) => {
    const application = await start(form, written);
    const answer = jwt(await encrypted(application));
    expect(await ask(application, answer)).toMatchObject({ name: 'Demo' });
  });

  it.each<[Form]>([['signed'], ['signedAndEncrypted']])('with %p is not plain', async (form) => {
    await expect(ask(await start(form), plain)).rejects.toMatchObject({
      code: 'userinfo_invalid',
      message: 'Userinfo is not signed, though that was agreed',
    });
  });

  it.each(['[]', 'null', '"text"', '{'])('is not %s', async (body) => {
    await expect(ask(await start('required'), { headers: json, body })).rejects.toMatchObject({
      code: 'userinfo_invalid',
      message: 'Userinfo is no JSON object',
    });
  });

  it('is not encrypted, where it is to be signed alone, though ID tokens are', async () => {
    const application = await start('signed', { idToken: { decryption: 'required' } });
    const answer = jwt(await encrypted(application));
    expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
  });

  it('that is to be encrypted is not signed alone', async () => {
    const application = await start('signedAndEncrypted');
    const answer = jwt(await signed(application));
    expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
  });

  it.each<[Form]>([[false], ['required'], ['signed']])(
    'with %p is not encrypted, where nothing is',
    async (form) => {
      const application = await start(form);
      const answer = jwt(await encrypted(application));
      expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
    },
  );

  it('asks for what it takes', async () => {
    const accepted = async (form: Form) => {
      const application = await start(form);
      await codeFrom(ask(application, plain));
      return application.provider.sent('userinfo')[0]?.headers.accept;
    };
    expect(await accepted('required')).toBe('application/json, application/jwt');
    expect(await accepted('signed')).toBe('application/jwt');
  });
});

describe('signed userinfo is refused', () => {
  const codeOfSigned = async (claims: object): Promise<unknown> => {
    const application = await start('signed');
    return codeFrom(ask(application, jwt(await signed(application, claims))));
  };

  it.each<[string, object]>([
    ['from another issuer', { iss: 'https://evil.example' }],
    ['from nobody', { iss: undefined }],
    ['for another client', { aud: 'another' }],
    ['for another client too', { aud: [CLIENT_ID, 'another'] }],
    ['for nobody', { aud: undefined }],
    ['for an empty list', { aud: [] }],
    ['that has expired', { exp: 1_000 }],
    ['that expires at no time', { exp: 'soon' }],
    ['that expires at a time in words', { exp: '99999999999' }],
    ['of nobody', { sub: undefined }],
    ['of somebody that is no text', { sub: ['user-1'] }],
  ])('%s', async (_, claims) => {
    expect(await codeOfSigned(claims)).toBe('userinfo_invalid');
  });

  it('of another user', async () => {
    expect(await codeOfSigned({ sub: 'user-2' })).toBe('userinfo_subject_mismatch');
  });

  it.each<[string, (token: string) => string]>([
    ['with another signature', (token) => `${token.slice(0, -8)}AAAAAAAA`],
    [
      'without one',
      (token) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
    ],
    ['in two parts', (token) => token.slice(0, token.lastIndexOf('.'))],
    ['with something behind', (token) => `${token}\n`],
  ])('%s', async (_, change) => {
    const application = await start('signed');
    const answer = jwt(change(await signed(application)));
    expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
  });

  it('by another algorithm', async () => {
    const application = await start('signed', { idToken: { alg: 'PS256' } });
    const answer = jwt(await signed(application));
    expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
  });

  it('under another label', async () => {
    const application = await start('signed');
    const answer = { ...jwt(await signed(application)), headers: { 'Content-Type': 'text/plain' } };
    expect(await codeFrom(ask(application, answer))).toBe('userinfo_invalid');
  });

  it('not for good, while the keys of the provider cannot be had', async () => {
    const application = await start('signed');
    application.provider.answer('jwks', { status: 503 });
    const answer = jwt(await signed(application));
    expect(await codeFrom(ask(application, answer))).toBe('provider_keys_unavailable');
  });
});

describe('encrypted userinfo is refused', () => {
  it('when what is inside is not signed', async () => {
    const application = await start('signedAndEncrypted');
    const inside = JSON.stringify(claimsFor(application));
    const token = await new CompactEncrypt(Buffer.from(inside))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'enc-1' })
      .encrypt(keyPair('rsa', 1).publicKey);
    expect(await codeFrom(ask(application, jwt(token)))).toBe('userinfo_invalid');
  });

  it('when it is for another key', async () => {
    const application = await start('signedAndEncrypted');
    const token = await new CompactEncrypt(Buffer.from(await signed(application)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(keyPair('rsa', 2).publicKey);
    expect(await codeFrom(ask(application, jwt(token)))).toBe('userinfo_invalid');
  });

  it("with the provider's own id of the request", async () => {
    const application = await start('signedAndEncrypted');
    const answer = { ...jwt('e30.e30.c2ln') };
    const refused = ask(application, {
      ...answer,
      headers: { ...answer.headers, 'Trace-Id': 'trace-1' },
    });
    await expect(refused).rejects.toMatchObject({ code: 'userinfo_invalid', traceId: 'trace-1' });
  });
});
