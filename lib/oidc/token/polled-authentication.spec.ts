import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import type { Answer } from '../../../test/support/stub-provider.js';
import { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import { ProviderClock } from '../client-authentication/provider-clock.js';
import { ProviderRequests } from '../client-authentication/provider-requests.js';
import { cibaGrant } from './backchannel-authentication.js';
import { PolledAuthentication } from './polled-authentication.js';
import { TokenEndpoint } from './token-endpoint.js';

const REQUEST = { scope: 'openid', acrValues: [], loginHint: 'sub:ssn:1' };
const STARTED = { auth_req_id: 'request-1', expires_in: 60 };
const headers = { 'Content-Type': 'application/json', 'Trace-Id': 'trace-1' };

let application: Application;
let polled: PolledAuthentication;

beforeEach(async () => {
  application = await startApplication();
  const { options, keys, http, clock } = application;
  const assertions = new ClientAssertionService(options, keys, clock);
  const requests = new ProviderRequests(options, assertions, keys, http, new ProviderClock(clock));
  polled = new PolledAuthentication(options, requests, new TokenEndpoint(options, requests, clock));
});
afterEach(stopApplications);

async function start(answer: Answer): Promise<unknown> {
  application.provider.answer('ciba', answer);
  return polled.byBackchannel(await application.client.metadata(), REQUEST);
}

async function poll(answer: Answer): Promise<unknown> {
  application.provider.answer('token', answer);
  const metadata = await application.client.metadata();
  const answered = polled.poll(metadata, cibaGrant('request-1'));
  application.provider.complaints.length = 0; // the request was begun by nobody
  return answered;
}

describe('PolledAuthentication begins', () => {
  it("and tells the provider's own id of the request", async () => {
    expect(await start({ headers, body: STARTED })).toMatchObject({
      requestId: 'request-1',
      expiresIn: 60,
      traceId: 'trace-1',
    });
  });

  it('nothing by a status that says nothing of it', async () => {
    expect(await codeFrom(start({ status: 201, body: STARTED }))).toBe('provider_response_invalid');
  });

  it('nothing for somebody whom the provider does not know', async () => {
    const refusal = { status: 400, body: { error: 'unknown_user_id' } };
    expect(await codeFrom(start(refusal))).toBe('login_user_unknown');
  });

  it("nothing by an answer that is no use, and tells the provider's own id of it", async () => {
    await expect(start({ headers, body: {} })).rejects.toMatchObject({
      code: 'provider_response_invalid',
      traceId: 'trace-1',
    });
  });
});

describe('PolledAuthentication#poll', () => {
  it('says that the user is waited for', async () => {
    expect(await poll({ status: 400, body: { error: 'authorization_pending' } })).toMatchObject({
      status: 'pending',
      slowDown: false,
    });
  });

  it('says that it is all over', async () => {
    const refusal = { status: 400, body: { error: 'access_denied' } };
    expect(await codeFrom(poll(refusal))).toBe('login_cancelled');
  });

  it('gives the tokens', async () => {
    const body = { access_token: 'access', token_type: 'Bearer', id_token: 'e30.e30.c2ln' };
    expect(await poll({ body })).toMatchObject({ accessToken: 'access', idToken: 'e30.e30.c2ln' });
  });
});
