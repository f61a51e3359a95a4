import { describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';

import { IdleConfigurations } from './idle-configurations.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';

const describing = (issuer: string): ProviderMetadata => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
});
const ONE = describing('https://one.example');

const idle = () => new IdleConfigurations({ clientId: 'client', allowInsecureRequests: false });
const send = () => Promise.resolve(new Response());

/** Which configuration a request is made with. */
const used = (configurations: IdleConfigurations, metadata = ONE): Promise<oidc.Configuration> =>
  configurations.use(oidc, metadata, send, (configuration) => Promise.resolve(configuration));

describe('IdleConfigurations', () => {
  it('are used again', async () => {
    const configurations = idle();
    expect(await used(configurations)).toBe(await used(configurations));
  });

  it('are used by one request at a time', async () => {
    const configurations = idle();
    const [one, other] = await Promise.all([used(configurations), used(configurations)]);
    expect(one).not.toBe(other);
  });

  it('are others for another description of the provider', async () => {
    const configurations = idle();
    const before = await used(configurations);
    expect(await used(configurations, describing('https://two.example'))).not.toBe(before);
  });

  it('send nothing when their request is over', async () => {
    const configuration = await used(idle());
    await expect(
      oidc.genericGrantRequest(configuration, 'authorization_code', { code: 'a' }),
    ).rejects.toThrow('No request is under way');
  });
});
