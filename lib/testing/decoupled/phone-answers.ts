import type { errors as OidcErrors, Grant, default as Provider } from 'oidc-provider';

import type { PhoneLogin } from './phone-login.js';

/** The error that a poll is answered with, until there are tokens. */
export function phoneError(
  login: PhoneLogin,
  errors: typeof OidcErrors,
  pending: string = login.step.description,
): Error | undefined {
  if (login.takeSlowDown()) return new errors.SlowDown();
  switch (login.outcome) {
    case 'waiting':
      return new errors.AuthorizationPending(pending);
    case 'denied':
      return new errors.AccessDenied('user declined');
    case 'expired':
      return new errors.ExpiredToken('nobody acted in time');
    default:
      return undefined;
  }
}

/** What oidc-provider has to have before it issues tokens. */
export async function phoneGrant(provider: Provider, login: PhoneLogin): Promise<Grant> {
  const { accountId, request } = login;
  const grant = new provider.Grant({ accountId, clientId: request.clientId });
  grant.addOIDCScope(request.scopes.join(' '));
  await grant.save();
  return grant;
}
