import { assertionAudience } from '../../client-assertion/assertion-audience.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { withTraceId } from '../messages/trace-id.js';
import type { ProviderClock } from './provider-clock.js';

const ABOUT_SECRET =
  'it did not accept our client secret. Compare with the dashboard, or remove `clientSecret` to authenticate by private_key_jwt';

/** That the provider did not accept our proof, with what a person needs to find out why. */
export async function explained(
  refusal: CriiptoAuthError,
  options: ResolvedOptions,
  keys: KeyProvider,
  clock: ProviderClock,
  endpoint: string,
): Promise<CriiptoAuthError> {
  const { code, message, traceId } = refusal;
  try {
    const about = options.basicAuthorization
      ? ABOUT_SECRET
      : await aboutAssertion(options, keys, clock, endpoint);
    return withTraceId(new CriiptoAuthError(code, `${message}: ${about}`), traceId);
  } catch {
    return refusal; // a key provider that fails now must not hide what failed before
  }
}

async function aboutAssertion(
  options: ResolvedOptions,
  keys: KeyProvider,
  clock: ProviderClock,
  endpoint: string,
): Promise<string> {
  const { kid, alg } = await keys.signer();
  const published = (await keys.publicKeys()).some((key) => key.kid === kid);
  const audience = assertionAudience(options, endpoint);
  return (
    `it did not accept our client assertion. kid=${kid} alg=${alg} ` +
    `aud=${String(audience)} client=${options.clientId}; ` +
    `${clock.describe()}; the key is ${published ? '' : 'NOT '}in our own JWKS. ` +
    'Compare with the Client JWKS of the application in the Criipto dashboard, or run `criipto-auth doctor`'
  );
}
