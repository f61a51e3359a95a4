import type { OptionReader } from '../reading/option-reader.js';

/** Makes the header `Authorization` of `client_secret_basic`. */
export type BasicAuthorization = () => string;

/** Whoever has the options can authenticate by the secret, and nobody finds it in what they print. */
export function clientSecretOption<T extends { readonly clientSecret?: string }>(
  root: OptionReader<T>,
  clientId: string,
): BasicAuthorization | undefined {
  const secret = root.optionalText('clientSecret');
  if (secret === undefined) return undefined;
  // RFC 6749 section 2.3.1: both are encoded like a form before they are joined.
  const credentials = [clientId, secret].map(formEncoded).join(':');
  const header = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return () => header;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
