import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { AuthenticateClient } from './client-authentication.js';

/** Whether the application still has the secret of before its migration. */
export function hasClientSecret({ clientSecret }: ResolvedOptions): boolean {
  return clientSecret !== undefined;
}

/** `client_secret_basic` (RFC 6749 section 2.3.1): the secret that an application still has during a migration. */
export function clientSecretBasic(options: ResolvedOptions): AuthenticateClient {
  const { clientId } = options;
  const authorization = basicCredentials(options);
  return async ({ form, headers }) => {
    form.set('client_id', clientId);
    headers.set('authorization', authorization);
  };
}

function basicCredentials({ clientId, clientSecret = '' }: ResolvedOptions): string {
  const credentials = [clientId, clientSecret].map(formEncoded).join(':');
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
