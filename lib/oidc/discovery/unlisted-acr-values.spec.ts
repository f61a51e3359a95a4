import { describe, expect, it } from '@jest/globals';

import type { ProviderMetadata } from './provider-metadata.js';
import { UnlistedAcrValues } from './unlisted-acr-values.js';

const HIGH = 'urn:grn:authn:dk:mitid:high';
const BANKID = 'urn:grn:authn:se:bankid';

const metadata = (listed?: readonly string[]): ProviderMetadata => ({
  issuer: 'https://idp.example',
  authorization_endpoint: 'https://idp.example/authorize',
  token_endpoint: 'https://idp.example/token',
  jwks_uri: 'https://idp.example/jwks',
  ...(listed ? { acr_values_supported: listed } : {}),
});

function told(asked: readonly string[], ...copies: readonly ProviderMetadata[]): string[] {
  const messages: string[] = [];
  const unlisted = new UnlistedAcrValues(asked, (message) => messages.push(message));
  for (const copy of copies) unlisted.check(copy);
  return messages;
}

describe('UnlistedAcrValues', () => {
  it('tells of what the provider does not list, and of nothing else', () => {
    expect(told([HIGH, BANKID], metadata([BANKID]))).toEqual([
      `The provider does not list ${HIGH} of \`login.acrValues\`: is it spelled right, and switched on there?`,
    ]);
  });

  it('tells once', () => {
    expect(told([HIGH], metadata([]), metadata([]))).toHaveLength(1);
  });

  it('tells later, when the provider takes one off its list', () => {
    expect(told([HIGH], metadata([HIGH]), metadata([BANKID]))).toHaveLength(1);
  });

  it.each([
    ['every one is listed', [HIGH], metadata([BANKID, HIGH])],
    ['none is asked for', [], metadata([BANKID])],
    ['the provider has no list', [HIGH], metadata()],
  ])('is silent when %s', (_when, asked, copy) => {
    expect(told(asked, copy)).toEqual([]);
  });
});
