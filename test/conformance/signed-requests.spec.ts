import { expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import { privateJwk } from '../support/private-keys.js';
import { fapi2Profile, generalProfile, type ProviderProfile } from '../support/provider-profile.js';
import type { RelyingParty } from '../support/relying-party.js';
import { CLIENT_ID } from '../support/test-app.js';

const OUR_KEYS = { jwks: JSON.stringify({ keys: [privateJwk('P-256')] }) };
const SIGNED = { signsRequests: true, options: { login: { signedRequest: true } } };
const withoutPar = (): ProviderProfile => ({ ...generalProfile(), takesPushedRequests: false });

describeOnGrid('Signed requests', { ...SIGNED, profile: withoutPar }, (party) => {
  it('X3 a signed request that goes with the browser', async () => {
    await expectAccepted(party());
  });

  it('X3 nothing beside it but who we are', async () => {
    const { searchParams } = new URL(locationOf(await party().begin(new Browser())));
    expect([...searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
  });

  it('X3 its header and its claims', async () => {
    const url = new URL(locationOf(await party().begin(new Browser())));
    const request = url.searchParams.get('request') ?? '';
    expect(decodeProtectedHeader(request)).toEqual({
      alg: 'ES256',
      kid: expect.any(String),
      typ: 'oauth-authz-req+jwt',
    });
    const claims = decodeJwt(request);
    expect(claims).toMatchObject({ iss: CLIENT_ID, aud: party().provider.issuer });
    expect(claims).not.toHaveProperty('sub');
    expect(claims).not.toHaveProperty('nbf');
    party().provider.login(url.href);
  });

  it('X3 a provider that takes no signed requests', async () => {
    party().provider.alter('discovery', { request_parameter_supported: false });
    await expectNoBeginning(party(), 'discovery_invalid');
  });
});

describeOnGrid('Signed and pushed requests', { ...SIGNED, profile: generalProfile }, (party) => {
  it('X3 a signed request that is pushed', async () => {
    await expectAccepted(party());
    const [pushed] = party().provider.sent('par');
    expect([...(pushed?.form.keys() ?? [])].toSorted()).toEqual([
      'client_assertion',
      'client_assertion_type',
      'client_id',
      'request',
    ]);
  });

  it('X3 a new one for each login', async () => {
    await expectAccepted(party());
    await expectAccepted(party());
    const ids = party()
      .provider.sent('par')
      .map(({ form }) => decodeJwt(form.get('request') ?? '').jti);
    expect(new Set(ids).size).toBe(2);
  });

  it('X3 a provider that refuses the signed request', async () => {
    await expectRefused(party(), {
      code: 'provider_error',
      misbehave: (op) =>
        op.answer('par', { status: 400, body: { error: 'invalid_request_object' } }),
    });
  });
});

describeOnGrid(
  'Signed requests that the provider demands',
  { signsRequests: true, options: { keys: OUR_KEYS }, profile: demanding },
  (party) => {
    it('X3 a request that is signed although nobody here asked for it', async () => {
      await expectAccepted(party());
    });
  },
);

describeOnGrid('Pushed requests', { profile: fapi2Profile, options: withPs256() }, (party) => {
  it('X1 a request_uri that is over when the browser comes with it', async () => {
    await expectRefused(party(), {
      code: 'login_expired',
      tamper: (back) => {
        party().clock.advance(60);
        return unknown(back);
      },
    });
  });

  it('X1 a request_uri that the provider does not know right after it was pushed', async () => {
    await expectRefused(party(), { code: 'login_refused_by_provider', tamper: unknown });
    expect(party().log.text).toContain('does not know the request that was pushed to it');
  });

  it('X1 the same, of which the provider does not know the state either', async () => {
    await expectRefused(party(), {
      code: 'login_refused_by_provider',
      tamper: (back) => {
        back.delete('state');
        return unknown(back);
      },
    });
  });

  it.each([
    ['no request_uri', { request_uri: undefined }],
    ['a request_uri that is no text', { request_uri: ['urn:a'] }],
    ['a request_uri by plain http', { request_uri: 'http://op.example/request' }],
    ['a request_uri that would be more than one word', { request_uri: 'urn:a b' }],
  ])('X1 %s', async (_case, members) => {
    await expectRefused(party(), {
      code: 'provider_response_invalid',
      misbehave: (op) => op.alter('par', members),
    });
  });

  it('X2 a provider that demands what it has no endpoint for', async () => {
    party().provider.alter('discovery', { pushed_authorization_request_endpoint: undefined });
    await expectNoBeginning(party(), 'discovery_invalid');
  });
});

/** What a provider answers that does not know a `request_uri` (RFC 9101 section 7). */
function unknown(back: URLSearchParams): URLSearchParams {
  back.delete('code');
  back.set('error', 'invalid_request_uri');
  return back;
}

/** What the provider says of itself is kept for a while, so that no login begins until then. */
async function expectNoBeginning(party: RelyingParty, code: CriiptoAuthErrorCode): Promise<void> {
  const { response, callback } = await party.logIn(new Browser());
  expect([response.status, callback]).toEqual([502, undefined]);
  expect(party.refusals.map((refusal) => refusal.code)).toEqual([code]);
}

function demanding(): ProviderProfile {
  const profile = generalProfile();
  return {
    ...profile,
    metadata: { require_signed_request_object: true, request_parameter_supported: true },
  };
}

function withPs256() {
  return { keys: OUR_KEYS, idToken: { alg: 'PS256' as const } };
}
