import { expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';

import { Browser } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { base64url, payloadOf, spoilt, withSignature } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { keyPair, privateJwk } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { oidccProfile, type ProviderProfile } from '../support/provider-profile.js';
import type { Forgery, StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

const KEYS = {
  jwks: JSON.stringify({
    keys: [privateJwk('P-256'), privateJwk('rsa', { use: 'enc', kid: 'our-enc-1' }, 1)],
  }),
};

const encrypt =
  (header: object = {}) =>
  (content: string): Promise<string> =>
    new CompactEncrypt(Buffer.from(content))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'our-enc-1', ...header })
      .encrypt(keyPair('rsa', 1).publicKey);

/** Userinfo as a token of these claims, as it is made of the signed one. */
const answering =
  (claims: object, forgery: Forgery = (token) => token) =>
  (op: StubProvider): void =>
    op.answer('userinfo', async () => ({
      headers: { 'Content-Type': 'application/jwt' },
      body: await forgery(
        await op.sign({ iss: op.issuer, aud: CLIENT_ID, sub: 'user-1', ...claims }),
      ),
    }));

const invalid = (misbehave: (op: StubProvider) => void) =>
  ({ code: 'userinfo_invalid', misbehave, asksUserinfo: true }) as const;

const PLAIN = (op: StubProvider): void =>
  op.answer('userinfo', { body: { sub: 'user-1', name: 'Demo T. User' } });

const NOT_SIGNED: readonly (readonly [string, (op: StubProvider) => void])[] = [
  ['U3 from another issuer', answering({ iss: 'https://evil.example' })],
  ['U3 from nobody', answering({ iss: undefined })],
  ['U3 for another client', answering({ aud: 'another' })],
  ['U3 for another client too', answering({ aud: [CLIENT_ID, 'another'] })],
  ['U3 for nobody', answering({ aud: undefined })],
  ['U3 that has expired', answering({ exp: 1_000_000_000 })],
  ['U2 of nobody, signed', answering({ sub: undefined })],
  ['U3 with a spoilt signature', answering({}, (token) => withSignature(token, spoilt))],
  [
    'U3 signed by nobody',
    answering({}, (token) => `${base64url({ alg: 'none' })}.${base64url(payloadOf(token))}.`),
  ],
  [
    'U3 signed by another algorithm',
    answering({}, (token) => signedBy(providerKey('ES256', 3), payloadOf(token))),
  ],
  [
    'U3 signed by a key that is nowhere published',
    answering({}, (token) =>
      signedBy(providerKey('RS256', 12, { kid: 'provider-1' }), payloadOf(token)),
    ),
  ],
];

describeOnGrid(
  'Signed userinfo',
  {
    options: { userInfo: 'signed' },
    profile: (): ProviderProfile => ({ ...oidccProfile(), signsUserinfo: true }),
  },
  (party) => {
    it('oidcc-client-test-userinfo-signed', async () => {
      const browser = new Browser();
      await expectAccepted(party(), () => undefined, browser);
      expect(await party().userIn(browser)).toMatchObject({ claims: { name: 'Demo T. User' } });
    });

    it.each(NOT_SIGNED)('%s', async (_case, misbehave) => {
      await expectRefused(party(), invalid(misbehave));
    });

    it('U2 of another user, signed', async () => {
      await expectRefused(party(), {
        code: 'userinfo_subject_mismatch',
        misbehave: answering({ sub: 'user-2' }),
        asksUserinfo: true,
      });
    });

    it('U3 plain, where it is to be signed', async () => {
      await expectRefused(party(), invalid(PLAIN));
    });

    it('J07 encrypted, where nothing is', async () => {
      await expectRefused(party(), invalid(answering({}, encrypt())));
    });

    it('U4 claims of its own token are none of the user', async () => {
      const browser = new Browser();
      answering({ jti: 'x', nonce: 'x', acr: 'urn:grn:authn:dk:mitid:high' })(party().provider);
      await party().logIn(browser);
      const { claims } = (await party().userIn(browser)) as { claims: Record<string, unknown> };
      expect(claims['nonce']).not.toBe('x');
      expect(claims).not.toHaveProperty('jti');
      expect(claims).not.toHaveProperty('acr');
    });
  },
);

describeOnGrid(
  'Signed and encrypted userinfo',
  {
    options: {
      keys: KEYS,
      idToken: { decryption: 'required' },
      userInfo: 'signedAndEncrypted',
    },
    profile: (): ProviderProfile => ({
      ...oidccProfile(),
      signsUserinfo: true,
      encrypt: encrypt(),
    }),
  },
  (party) => {
    it('U3 signed and encrypted', async () => {
      await expectAccepted(party());
    });

    it('U3 signed, where it is to be encrypted too', async () => {
      await expectRefused(party(), invalid(answering({})));
    });

    it('U3 plain, where it is to be encrypted', async () => {
      await expectRefused(party(), invalid(PLAIN));
    });

    it('U3 claims that nobody signed, encrypted', async () => {
      await expectRefused(party(), invalid(answering({}, (token) => encrypt()(payloadOf(token)))));
    });

    it.each([
      ['zip', { zip: 'DEF' }],
      ['RSA1_5', { alg: 'RSA1_5' }],
      ['dir', { alg: 'dir' }],
    ])('J07 %s, in userinfo', async (_case, header) => {
      const labelled = async (token: string): Promise<string> => {
        const [, ...rest] = (await encrypt()(token)).split('.');
        return [base64url({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header }), ...rest].join('.');
      };
      await expectRefused(party(), invalid(answering({}, labelled)));
    });

    it('U2 of another user, encrypted', async () => {
      await expectRefused(party(), {
        code: 'userinfo_subject_mismatch',
        misbehave: answering({ sub: 'user-2' }, encrypt()),
        asksUserinfo: true,
      });
    });
  },
);
