import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { codeFrom } from '../../test/support/code-of.js';
import { generalProfile } from '../../test/support/provider-profile.js';

let application: Application;

beforeEach(async () => {
  application = await startApplication({}, {}, { ...generalProfile(), refreshes: true });
});
afterEach(stopApplications);

const revoke = (): Promise<void> => application.client.revoke('a refresh token');

describe('A refresh token is revoked', () => {
  it('nowhere, when the provider does not offer that', async () => {
    const { provider } = application;
    provider.alter('discovery', { revocation_endpoint: undefined });
    await revoke();
    expect(provider.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery']);
  });

  it('where the provider says so', async () => {
    const { provider } = application;
    provider.answer('revocation', {});
    await revoke();
    const [request] = provider.sent('revocation');
    expect(Object.fromEntries(request?.form ?? [])).toMatchObject({
      token: 'a refresh token',
      token_type_hint: 'refresh_token',
    });
    provider.complaints.length = 0; // it was issued to nobody
  });

  it.each([
    [204, 'provider_response_invalid'],
    [400, 'provider_response_invalid'],
    [503, 'provider_temporarily_unavailable'],
  ])('not, when the answer is %d', async (status, code) => {
    application.provider.answer('revocation', { status });
    expect(await codeFrom(revoke())).toBe(code);
    application.provider.complaints.length = 0;
  });
});
