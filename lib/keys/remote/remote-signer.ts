import { createHash, type JsonWebKey } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { type Clock, SystemClock } from '../../common/clock.js';
import { type TimeLimit, withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { algorithmTraits, type SigningAlgorithm } from '../algorithms.js';
import { thumbprint } from '../material/thumbprint.js';
import { type PublicJwk, toPublicJwk } from '../public-jwk.js';
import { NothingReturned } from '../raw-signature.js';
import type { Signer } from '../signer.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { derToJose, isEcdsa } from './der-to-jose.js';
import { HangingCalls } from './hanging-calls.js';
import { assertFormat } from './remote-format.js';
import { type RemoteLimits, type RemoteSignerLimits, remoteLimits } from './remote-limits.js';

/** Signs with a key that stays where it is: one call to an HSM or a KMS. `signal` aborts after `timeout`. */
export type RemoteSign = (
  bytes: Uint8Array,
  options: { readonly signal: AbortSignal },
) => Promise<Uint8Array>;

export interface RemoteSignerOptions extends RemoteSignerLimits {
  /** @default the RFC 7638 thumbprint of `publicJwk` */
  readonly kid?: string;
  /** What the key signs with (RFC 7518 section 3.1). */
  readonly alg: SigningAlgorithm;
  /** The public half of the very version of the key that signs. */
  readonly publicJwk: JsonWebKey | PublicJwk;
  /**
   * What `sign` is given: the hash of the bytes, made here, or the bytes themselves. Many services
   * limit the size of a message; none limits that of a hash.
   */
  readonly mode: 'digest' | 'message';
  /** What `sign` returns for ECDSA: DER, as most do, or `r || s`. @default 'raw' */
  readonly signatureFormat?: 'der' | 'raw';
  /**
   * Asks for one signature. May throw whatever it likes: no word of that is repeated. For PS256 the
   * salt must be as long as the hash (RFC 7518 section 3.5); at start-up one signature is verified.
   */
  readonly sign: RemoteSign;
  /** @default the machine's */
  readonly clock?: Clock;
}

/**
 * A signer whose key is elsewhere. Gives up in time, tries once more, does not overrun what is slow,
 * and leaves what is down alone for a while. It fails with `signer_failed`, before the provider has
 * been asked for anything: an authorization code stays unspent.
 *
 * @throws {CriiptoAuthError} `key_invalid` when key, algorithm and format do not go together,
 *   `invalid_options` when a limit is no limit, or an option not what its type says.
 */
export function remoteSigner(options: RemoteSignerOptions): Signer {
  return new RemoteSigner(options, remoteLimits(options));
}

class RemoteSigner implements Signer {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly publicJwk: PublicJwk;
  readonly #options: RemoteSignerOptions;
  readonly #limits: RemoteLimits;
  readonly #places: ConcurrencyLimit;
  readonly #breaker: CircuitBreaker;
  readonly #hanging: HangingCalls;

  constructor(options: RemoteSignerOptions, limits: RemoteLimits) {
    assertFormat(options);
    const { kid, alg, publicJwk, clock = new SystemClock() } = options;
    const key = toPublicJwk({ ...publicJwk, kid: kid ?? 'unnamed', alg, use: 'sig' });
    this.kid = kid ?? thumbprint(key);
    this.alg = alg;
    this.publicJwk = Object.freeze({ ...key, kid: this.kid });
    this.#options = options;
    this.#limits = limits;
    this.#places = new ConcurrencyLimit(limits.concurrency);
    this.#breaker = new CircuitBreaker(clock, limits.failures, limits.pause);
    this.#hanging = new HangingCalls(clock, limits.concurrency, limits.pause);
  }

  async sign(bytes: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<Uint8Array> {
    signal.throwIfAborted();
    if (!this.#hanging.mayBegin) throw this.#tooManyHang();
    if (!this.#breaker.allows()) throw this.#failure('it failed too often, and is left alone');
    try {
      const signature = this.#toJose(await this.#withinBudget(this.#input(bytes), signal));
      this.#breaker.succeeded();
      this.#hanging.answered();
      return signature;
    } catch (error) {
      // That the caller gave up says nothing about the key.
      signal.throwIfAborted();
      this.#breaker.failed();
      throw error instanceof CriiptoAuthError ? error : this.#failure(nameOfThrown(error));
    }
  }

  #input(bytes: Uint8Array): Uint8Array {
    const { hash } = algorithmTraits(this.alg);
    if (this.#options.mode === 'message' || hash === null) return bytes;
    return createHash(hash).update(bytes).digest();
  }

  #withinBudget(input: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    return withinSeconds(
      this.#limits.budget,
      ({ signal: stop }) => this.#places.run(stop, () => this.#attempts(input, stop)),
      signal,
    );
  }

  async #attempts(input: Uint8Array, stop: AbortSignal): Promise<Uint8Array> {
    for (let left = this.#limits.retries; left > 0; left -= 1) {
      try {
        return await this.#attempt(input, stop);
      } catch (error) {
        if (!this.#hanging.mayBegin) throw error;
        // At random, so that instances that failed together do not come back together.
        const milliseconds = Math.random() * this.#limits.delay * 1000;
        await setTimeout(milliseconds, undefined, { signal: stop });
      }
    }
    return this.#attempt(input, stop);
  }

  #attempt(input: Uint8Array, stop: AbortSignal): Promise<Uint8Array> {
    const sign = async (signal: AbortSignal) => this.#options.sign(input, { signal });
    const ask = async ({ signal }: TimeLimit) => {
      // Others that had a place may have begun to hang while this one waited for its own.
      if (!this.#hanging.mayBegin) throw this.#tooManyHang();
      return this.#hanging.watch(() => sign(signal), signal);
    };
    return withinSeconds(this.#limits.timeout, ask, stop);
  }

  #tooManyHang(): CriiptoAuthError {
    return this.#failure('too many calls have not ended, and it is left alone');
  }

  #toJose(signature: Uint8Array | undefined): Uint8Array {
    if (signature === undefined) throw new NothingReturned(this.kid);
    const { signatureFormat } = this.#options;
    if (signatureFormat !== 'der' || !isEcdsa(this.alg)) return signature;
    return derToJose(signature, this.alg);
  }

  #failure(why: string): CriiptoAuthError {
    return new CriiptoAuthError('signer_failed', `The key ${this.kid} could not sign (${why})`);
  }
}
