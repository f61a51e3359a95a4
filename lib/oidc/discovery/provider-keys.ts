import { createPublicKey, type KeyObject } from 'node:crypto';

import type { Clock } from '../../common/clock.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { SingleFlight } from '../../common/single-flight.js';
import { TokenBucket } from '../../common/token-bucket.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { HttpClient } from '../../http-client/http-client.js';
import { algorithmTraits, type SigningAlgorithm } from '../../keys/algorithms.js';
import { CachedDocument, maxAgeOf } from './cached-document.js';
import { fetchJsonObject } from './json-document.js';
import { isOfLowOrder } from './low-order-points.js';

const MAX_KEYS = 100;
const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
const REFETCH_BURST = 2;
const REFETCH_EVERY_SECONDS = 30;

interface ProviderKey {
  readonly kid: unknown;
  readonly kty: unknown;
  readonly crv: unknown;
  readonly alg: unknown;
  readonly key: KeyObject;
}

export interface KeysSource {
  /** Told when old keys serve, since new ones could not be had. */
  readonly onStale?: (error: unknown) => void;
  /** Asked at each fetch, since a provider may move its keys. */
  readonly uri: () => Promise<string>;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * The keys that the provider signs with. A token that names an unknown key causes one more fetch, but
 * no more than two in a row and then one in 30 seconds, so that made-up names cannot flood the provider.
 */
export class ProviderKeys {
  private readonly document: CachedDocument<readonly ProviderKey[]>;
  private readonly refetches: TokenBucket;
  private readonly flights = new SingleFlight<readonly ProviderKey[]>();

  constructor(http: HttpClient, clock: Clock, source: KeysSource) {
    this.refetches = new TokenBucket(clock, REFETCH_BURST, REFETCH_EVERY_SECONDS);
    this.document = new CachedDocument(
      async () => {
        const { content, response } = await fetchJsonObject(
          http,
          await source.uri(),
          source.timeout,
          {
            unavailable: 'provider_keys_unavailable',
            invalid: 'provider_keys_unavailable',
          },
        );
        return { value: readKeys(content), maxAge: maxAgeOf(response.header('cache-control')) };
      },
      clock,
      source.onStale,
    );
  }

  /**
   * The key that a token's header names.
   *
   * @throws {CriiptoAuthError} `id_token_key_unknown` when there is none, or more than one that fits;
   *   `provider_keys_unavailable`.
   */
  async find(alg: SigningAlgorithm, kid: string | undefined): Promise<KeyObject> {
    const known = choose(await this.document.get(), alg, kid);
    if (known) return known;
    const fresh = choose(await this.refetch(), alg, kid);
    if (fresh) return fresh;
    throw new CriiptoAuthError(
      'id_token_key_unknown',
      'The token is signed with a key that the provider does not publish',
    );
  }

  /** All that wait for the same fetch are one attempt. */
  private refetch(): Promise<readonly ProviderKey[]> {
    return this.flights.run('refetch', () =>
      this.refetches.take() ? this.document.refresh() : this.document.get(),
    );
  }
}

function choose(
  keys: readonly ProviderKey[],
  alg: SigningAlgorithm,
  kid: string | undefined,
): KeyObject | undefined {
  const { kty, crv } = algorithmTraits(alg);
  const fitting = keys.filter(
    (key) =>
      key.kty === kty &&
      key.crv === crv &&
      (key.alg === undefined || key.alg === alg) &&
      (kid === undefined || key.kid === kid),
  );
  // Two keys that fit alike: nobody can say which is meant.
  return fitting.length === 1 ? fitting[0]?.key : undefined;
}

/** The keys of a set that can verify signatures. Those that cannot are skipped, never the whole set. */
function readKeys(document: JsonObject): readonly ProviderKey[] {
  const { keys } = document;
  if (!Array.isArray(keys)) {
    throw new CriiptoAuthError('provider_keys_unavailable', 'The provider published no JWK set');
  }
  return keys.slice(0, MAX_KEYS).flatMap((jwk: unknown) => readKey(jwk) ?? []);
}

function readKey(jwk: unknown): ProviderKey | undefined {
  if (!isJsonObject(jwk) || !mayVerify(jwk)) return undefined;
  const key = importPublicKey(jwk);
  if (!key || !isStrongEnough(key)) return undefined;
  const { kid, kty, crv, alg } = jwk;
  return { kid, kty, crv, alg, key };
}

function mayVerify(jwk: JsonObject): boolean {
  const { use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') return false;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
    return false;
  // A secret that is published is no secret, and proves nothing. Symmetric ones are no public keys anyway.
  return jwk['d'] === undefined;
}

function importPublicKey(jwk: JsonObject): KeyObject | undefined {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined; // a kind of key, or a curve, that this runtime does not know
  }
}

function isStrongEnough(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519')
    return !isOfLowOrder(key.export({ format: 'jwk' }).x ?? '');
  if (key.asymmetricKeyType !== 'rsa') return true;
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return modulusLength >= MIN_RSA_BITS && modulusLength <= MAX_RSA_BITS && publicExponent > 2n;
}
