import { createPublicKey, type KeyObject } from 'node:crypto';

import type { Clock } from '../../common/clock.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { presentMembers } from '../../common/present-members.js';
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

/**
 * Who sent a token that names a key: the provider itself, in answer to a request of ours, or anybody, such as who
 * calls an API or tells of a logout, and may invent names.
 */
export type TokenSender = 'provider' | 'anybody';

/** Fetches for names that are not known: two in a row, then one in so many seconds. Whatever one uses up, the other has its own. */
const BURST = 2;
const SECONDS_BETWEEN: Readonly<Record<TokenSender, number>> = { provider: 1, anybody: 30 };
/** The same while there are no keys at all, and each token would ask for them. */
const SECONDS_BETWEEN_WITHOUT_KEYS = 1;

/** A key as it is listed, and why it verifies nothing, if it does not. */
interface ProviderKey {
  readonly kid: unknown;
  readonly kty: unknown;
  readonly crv: unknown;
  readonly alg: unknown;
  readonly key: KeyObject | undefined;
  readonly problem: string | undefined;
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
 * The keys that the provider signs with. A token that names an unknown key causes one more fetch. What anybody sends
 * has a budget of its own for that, so that made-up names neither flood the provider nor use up the fetch that finds
 * its next key for logins and refreshes.
 */
export class ProviderKeys {
  private readonly document: CachedDocument<readonly ProviderKey[]>;
  private readonly refetches: Readonly<Record<TokenSender, TokenBucket>>;
  private readonly firstFetches: TokenBucket;

  constructor(http: HttpClient, clock: Clock, source: KeysSource) {
    this.refetches = {
      provider: new TokenBucket(clock, BURST, SECONDS_BETWEEN.provider),
      anybody: new TokenBucket(clock, BURST, SECONDS_BETWEEN.anybody),
    };
    this.firstFetches = new TokenBucket(clock, BURST, SECONDS_BETWEEN_WITHOUT_KEYS);
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
   *   `provider_keys_unavailable`, also when anybody's token names a key that could not be looked for so soon again.
   */
  async find(
    alg: SigningAlgorithm,
    kid: string | undefined,
    sender: TokenSender,
  ): Promise<KeyObject> {
    const copy = await (sender === 'provider' ? this.document.get() : this.copyForAnybody());
    // A fetch that is under way may bring it. If not, it may be older than the token.
    const known = choose(copy, alg, kid) ?? choose(await this.comingSoon(), alg, kid);
    if (known) return known;
    const listed = await this.refetch(sender);
    const fresh = choose(listed ?? [], alg, kid);
    if (fresh) return fresh;
    const unknown = new CriiptoAuthError(
      'id_token_key_unknown',
      whyUnknown(listed ?? copy, alg, kid),
    );
    throw listed || sender === 'provider' ? unknown : perhapsUnknown(unknown);
  }

  /** The copy at hand, or a first one. While the provider is down, strangers do not have it asked all the time. */
  private copyForAnybody(): Promise<readonly ProviderKey[]> {
    const { document } = this;
    if (document.isUsable || this.firstFetches.take()) return document.get();
    return document.underWay ?? Promise.reject(stillUnavailable(document.lastFailure));
  }

  private async comingSoon(): Promise<readonly ProviderKey[]> {
    return (await this.document.underWay?.catch(() => undefined)) ?? [];
  }

  /** All that wait for the same fetch are one attempt. Nothing where the sender's budget is used up. */
  private async refetch(sender: TokenSender): Promise<readonly ProviderKey[] | undefined> {
    if (this.document.underWay) return this.document.underWay;
    return this.refetches[sender].take() ? this.document.refresh() : undefined;
  }
}

/** Nobody has looked since the token came, so that it may be right. */
function perhapsUnknown(cause: CriiptoAuthError): CriiptoAuthError {
  return new CriiptoAuthError(
    'provider_keys_unavailable',
    `${cause.message}, as far as its keys are known here: for what anybody may send they are read again every ${SECONDS_BETWEEN.anybody} s at most`,
    { cause },
  );
}

function stillUnavailable(cause: unknown): CriiptoAuthError {
  return new CriiptoAuthError(
    'provider_keys_unavailable',
    'The keys of the provider could not be had a moment ago, and are asked for again within a second',
    { cause },
  );
}

function choose(
  keys: readonly ProviderKey[],
  alg: SigningAlgorithm,
  kid: string | undefined,
): KeyObject | undefined {
  const { kty, crv } = algorithmTraits(alg);
  const fitting = keys.filter(
    (key) =>
      key.key !== undefined &&
      key.kty === kty &&
      key.crv === crv &&
      (key.alg === undefined || key.alg === alg) &&
      (kid === undefined || key.kid === kid),
  );
  const [first, ...others] = fitting;
  // Two keys that fit alike: nobody can say which is meant. The same one may be listed twice.
  return others.every(({ key }) => key && first?.key?.equals(key)) ? first?.key : undefined;
}

/** By the member that is wrong, where the key is listed and cannot be used. */
function whyUnknown(
  keys: readonly ProviderKey[],
  alg: SigningAlgorithm,
  kid: string | undefined,
): string {
  const namesake = keys.find((key) => kid !== undefined && key.kid === kid);
  if (!namesake) return 'The token is signed with a key that the provider does not publish';
  const problem = namesake.problem ?? `\`alg\`, \`kty\` or \`crv\` do not fit ${alg}`;
  return `The token is signed with a key that the provider lists, but that cannot be used: its ${problem}`;
}

/** The keys of a set. Those that cannot verify signatures are noted, and never spoil the whole set. */
function readKeys(document: JsonObject): readonly ProviderKey[] {
  const { keys } = document;
  if (!Array.isArray(keys)) {
    throw new CriiptoAuthError('provider_keys_unavailable', 'The provider published no JWK set');
  }
  return keys.slice(0, MAX_KEYS).flatMap((jwk: unknown) => readKey(jwk) ?? []);
}

function readKey(listed: unknown): ProviderKey | undefined {
  if (!isJsonObject(listed)) return undefined;
  const jwk = presentMembers(listed);
  const { kid, kty, crv, alg } = jwk;
  const key = importPublicKey(jwk);
  const problem = usageProblem(jwk) ?? materialProblem(key);
  return { kid, kty, crv, alg, key: problem === undefined ? key : undefined, problem };
}

/** What keeps a key from verifying, as it is labelled: what comes after "its". */
function usageProblem(jwk: JsonObject): string | undefined {
  const { use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') return '`use` is not "sig"';
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
    return '`key_ops` does not hold "verify"';
  // A secret that is published is no secret, and proves nothing. Symmetric ones are no public keys anyway.
  return jwk['d'] === undefined ? undefined : '`d` is there, which nobody should know';
}

/** The same, by what it is made of. */
function materialProblem(key: KeyObject | undefined): string | undefined {
  if (!key) return '`kty`, `crv` or other members make no public key that is known here';
  return isStrongEnough(key) ? undefined : '`n`, `e` or `x` is too weak, or too large';
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
