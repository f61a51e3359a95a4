import { expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';

import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import { privateJwk } from '../support/private-keys.js';
import { publishedKeys, type RelyingParty } from '../support/relying-party.js';
import { fapi2Profile } from '../support/provider-profile.js';
import { CLIENT_ID } from '../support/test-app.js';

const assertionsOf = ({ provider: { requests } }: RelyingParty): readonly string[] =>
  requests.flatMap(({ form }) => form.getAll('client_assertion'));

describeOnGrid(
  'private_key_jwt',
  {
    profile: fapi2Profile,
    options: {
      keys: { jwks: JSON.stringify({ keys: [privateJwk('rsa')] }) },
      idToken: { alg: 'PS256' },
    },
  },
  (party) => {
    it('CA1 to CA8 an assertion says who it is from and for, and for how long', async () => {
      await expectAccepted(party());
      for (const assertion of assertionsOf(party())) {
        const { iat = 0, ...claims } = decodeJwt(assertion);
        expect(iat).toBe(party().clock.seconds());
        expect(claims).toEqual({
          iss: CLIENT_ID,
          sub: CLIENT_ID,
          aud: party().provider.issuer,
          jti: expect.stringMatching(/^[\w-]{22,}$/),
          exp: iat + 60,
        });
      }
    });

    it('CA4, CA5, CA10 its header has the name of a key that we publish, and no key', async () => {
      await expectAccepted(party());
      const [published] = (await publishedKeys(party().url)).keys;
      for (const assertion of assertionsOf(party())) {
        expect(decodeProtectedHeader(assertion)).toEqual({
          alg: 'RS256',
          kid: published?.kid,
          typ: 'client-authentication+jwt',
        });
      }
    });

    it('CA6 it is a new one for every request', async () => {
      await expectAccepted(party());
      await expectAccepted(party());
      const names = assertionsOf(party()).map((assertion) => decodeJwt(assertion).jti);
      expect([names.length, new Set(names).size]).toEqual([4, 4]);
    });

    it.each([
      ['the token endpoint', 'token'],
      ['the endpoint for pushed requests', 'par'],
    ] as const)('CA12 it does not follow %s elsewhere', async (_name, endpoint) => {
      await expectRefused(party(), {
        code: 'provider_response_invalid',
        misbehave: (op) =>
          op.answer(endpoint, { status: 307, headers: { Location: `${op.issuer}/elsewhere` } }),
      });
    });

    it('CA16 the provider does not know us', async () => {
      await expectRefused(party(), {
        code: 'client_authentication_failed',
        misbehave: (op) => op.answer('token', { status: 401, body: { error: 'invalid_client' } }),
      });
    });
  },
);

/** Of characters that are not sent as they are. */
const SECRET = 'it is: 100% + sm\u00f8rrebr\u00f8d & "more"';

describeOnGrid(
  'client_secret_basic',
  { registeredSecret: SECRET, options: { clientSecret: SECRET } },
  (party) => {
    it('oidcc-client-test-client-secret-basic', async () => {
      await expectAccepted(party());
      expect(assertionsOf(party())).toEqual([]);
    });
  },
);
