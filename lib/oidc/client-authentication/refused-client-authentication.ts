import { assertionAudience } from '../../client-assertion/assertion-audience.js';
import { withinSeconds } from '../../common/within-seconds.js';
import type { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { retold } from '../../errors/retold.js';
import type { KeyProvider } from '../../keys/key-provider.js';
import { GeneratedKeyProvider } from '../../keys/sources/generate.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { ProviderClock } from './provider-clock.js';

const ABOUT_SECRET =
  'it did not accept our client secret. Compare with the dashboard, or remove `clientSecret` to authenticate by private_key_jwt';

const ABOUT_GENERATED =
  '`keys.generate` makes another key in each process, at each start: the provider may have read that of another one ' +
  '(cluster, PM2, a second instance), or the one of before a restart. Make one key for all by `criipto-auth keys generate --out FILE`, and give `keys.file`. ';

/** That the provider did not accept our proof, with what a person needs to find out why. */
export async function explained(
  refusal: CriiptoAuthError,
  options: ResolvedOptions,
  keys: KeyProvider,
  clock: ProviderClock,
  endpoint: string,
): Promise<CriiptoAuthError> {
  try {
    const about = options.basicAuthorization
      ? ABOUT_SECRET
      : await withinSeconds(options.http.timeouts.request, () =>
          aboutAssertion(options, keys, clock, endpoint),
        );
    return retold(refusal, { message: `${refusal.message}: ${about}` });
  } catch {
    return refusal; // a key provider that fails or hangs now must not hide what failed before
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
    (keys instanceof GeneratedKeyProvider ? ABOUT_GENERATED : '') +
    'Compare with the Client JWKS of the application in the Criipto dashboard, or run `criipto-auth doctor`'
  );
}
