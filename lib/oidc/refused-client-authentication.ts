import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { KeyProvider } from '../keys/key-provider.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { ProviderClock } from './provider-clock.js';

/** Says what a person needs to find out why the provider did not accept our proof. */
export async function explainRefusal(
  error: CriiptoAuthError,
  options: ResolvedOptions,
  keys: KeyProvider,
  clock: ProviderClock,
): Promise<CriiptoAuthError> {
  const explanation =
    options.clientSecret === undefined
      ? await aboutAssertion(options, keys, clock)
      : 'it did not accept our client secret. Compare with the dashboard, or remove `clientSecret` to authenticate by private_key_jwt';
  return new CriiptoAuthError(error.code, `${error.message}: ${explanation}`);
}

async function aboutAssertion(
  options: ResolvedOptions,
  keys: KeyProvider,
  clock: ProviderClock,
): Promise<string> {
  const { kid, alg } = await keys.signer();
  const published = (await keys.publicKeys()).some((key) => key.kid === kid);
  const { audience } = options.assertion;
  return (
    `it did not accept our client assertion. kid=${kid} alg=${alg} ` +
    `aud=${audience === 'issuer' ? options.issuer : String(audience)} client=${options.clientId}; ` +
    `${clock.describe()}; the key is ${published ? '' : 'NOT '}in our own JWKS. ` +
    'Compare with the Client JWKS of the application in the Criipto dashboard, or run `criipto-auth doctor`'
  );
}
