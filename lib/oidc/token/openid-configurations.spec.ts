import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import { ProviderClock } from '../client-authentication/provider-clock.js';
import { ProviderRequests } from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { OpenIdConfigurations } from './openid-configurations.js';

const ANSWER = { access_token: 'access', token_type: 'Bearer' };

let application: Application;
let configurations: OpenIdConfigurations;
let metadata: ProviderMetadata;

beforeEach(async () => {
  application = await startApplication();
  const { options, keys, http, clock, provider } = application;
  provider.answer('token', { body: ANSWER });
  const assertions = new ClientAssertionService(options, keys, clock);
  const requests = new ProviderRequests(options, assertions, keys, http, new ProviderClock(clock));
  configurations = new OpenIdConfigurations(options, requests);
  metadata = await application.client.metadata();
});

afterEach(() => {
  application.provider.complaints.length = 0; // no code was issued
  return stopApplications();
});

async function ask(): Promise<object> {
  const { oidc, configuration } = await configurations.of(metadata);
  return oidc.genericGrantRequest(configuration, 'authorization_code', { code: 'a' });
}

describe('OpenIdConfigurations', () => {
  it('are used again', async () => {
    expect(await configurations.of(metadata)).toBe(await configurations.of(metadata));
  });

  it('are shared by requests at the same time', async () => {
    const [one, other] = await Promise.all([
      configurations.of(metadata),
      configurations.of(metadata),
    ]);
    expect(one).toBe(other);
  });

  it('are others for another description of the provider', async () => {
    const before = await configurations.of(metadata);
    expect(await configurations.of({ ...metadata })).not.toBe(before);
  });

  it('are not changed by a request', async () => {
    const { oidc, configuration } = await configurations.of(metadata);
    const { timeout, [oidc.customFetch]: send } = configuration;
    await ask();
    expect(configuration.timeout).toBe(timeout);
    expect(configuration[oidc.customFetch]).toBe(send);
  });

  it('hand on the id of the request, and an ID token that nobody has looked at', async () => {
    const headers = { 'Content-Type': 'application/json', 'Trace-Id': 'trace-1' };
    application.provider.answer('token', { headers, body: { ...ANSWER, id_token: 7 } });
    expect(await ask()).toEqual({
      access_token: 'access',
      token_type: 'bearer',
      unverified_id_token: 7,
      trace_id: 'trace-1',
    });
  });

  it('hand on nothing else that the provider says', async () => {
    const body = { ...ANSWER, trace_id: 'b', unverified_id_token: 'c', other: 'd' };
    application.provider.answer('token', { body });
    expect(await ask()).toEqual({ access_token: 'access', token_type: 'bearer' });
  });
});
