import type { ProviderResponse } from '../client-authentication/provider-requests.js';

/** That the token endpoint granted nothing. It carries the answer past openid-client, which would read it by rules of its own. */
export class TokenRefusal extends Error {
  constructor(readonly answer: ProviderResponse) {
    super(`The token endpoint answered HTTP ${answer.status}`);
  }
}
