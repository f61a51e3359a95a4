import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { Clock } from '../common/clock.js';
import { withinSeconds } from '../common/within-seconds.js';
import { KeyProvider } from '../keys/key-provider.js';
import type { RingStatus } from '../keys/ring/key-ring-status.js';
import { KeyRotationService } from '../keys/ring/key-rotation.service.js';
import type { Signer } from '../keys/signer.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import { shortcomings } from '../options/key-requirements.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { degraded } from './degraded.js';
import { failingAmong, storesOf } from './failing-stores.js';

const PATIENCE_SECONDS = 5;

/**
 * Tells Terminus how it stands with what a login needs. `down`: this instance cannot log anybody in.
 * `degraded` (on Terminus 11 `up` with `isDegraded`): it can, but somebody should look. For readiness; an
 * instance that answers is alive, and liveness asks none of these. No answer holds a secret or an address.
 */
@Injectable()
export class CriiptoAuthHealthIndicator {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly client: CriiptoClient,
    private readonly keyProvider: KeyProvider,
    private readonly rotation: KeyRotationService,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether the provider's discovery document can be fetched: tried every 30 seconds at most, and for as
   * long as `http.timeouts.metadata`. `degraded` while the last good copy serves in its place, `down`
   * without one. `copyAge` is in seconds, `code` as in the reference of errors.
   */
  async provider(key = 'provider'): Promise<HealthIndicatorResult> {
    const session = this.indicators.check(key);
    const { problem, copyAge } = await this.client.providerStatus();
    if (problem === undefined) return session.up({ copyAge });
    if (copyAge === undefined) return session.down({ code: problem });
    return degraded(session, { code: problem, copyAge });
  }

  /**
   * The key that signs, and of `keys.ring` its age and when the next one takes over (`age` and `rotatesIn`,
   * seconds). `degraded` when a key has been in use for too long or is not what the options ask for (`asked` is the
   * algorithm then), or the store of the ring does not answer; `down` without a key, and with `problems` when no
   * login can work with it. Nothing is signed for it.
   */
  async keys(key = 'keys'): Promise<HealthIndicatorResult> {
    const session = this.indicators.check(key);
    const signer = await this.signer();
    if (signer === undefined) return session.down({ code: 'key_unavailable' });
    const lacks = await shortcomings(signer, this.keyProvider, this.options);
    if (lacks.length > 0) return session.down({ code: 'key_invalid', problems: lacks });
    const status = this.rotation.status();
    const { kid, alg } = signer;
    const asked = status?.asked.algorithm ?? this.options.assertion.algorithm;
    const data: Record<string, unknown> = {
      kid,
      alg,
      ...(asked === undefined || asked === alg ? {} : { asked }),
      ...this.timesOf(signer, status),
    };
    const problems = status ? problemsOf(status) : [];
    return problems.length === 0 ? session.up(data) : degraded(session, { ...data, problems });
  }

  /**
   * Whether `transaction.store` and `session.store` can be written to, each for five seconds at most. `down`
   * when one cannot. Always `up` where neither is set.
   */
  async store(key = 'store'): Promise<HealthIndicatorResult> {
    const session = this.indicators.check(key);
    const stores = storesOf(this.options);
    const failed = await failingAmong(stores);
    if (failed.length > 0) return session.down({ code: 'store_unavailable', failed });
    return session.up({ stores: [...stores.keys()] });
  }

  private async signer(): Promise<Signer | undefined> {
    try {
      return await withinSeconds(PATIENCE_SECONDS, () => this.keyProvider.signer());
    } catch {
      return undefined; // that there is none is what was asked
    }
  }

  private timesOf(
    { kid }: Signer,
    status: RingStatus | undefined,
  ): Readonly<Record<string, number>> {
    const inUse = status?.keys.find((key) => key.kid === kid);
    if (!inUse) return {};
    const now = this.clock.seconds();
    return { age: now - inUse.activatesAt, rotatesIn: inUse.rotatesAt - now };
  }
}

function problemsOf({ isStoreFailing, keys }: RingStatus): readonly string[] {
  return [
    ...(isStoreFailing ? ['`keys.ring.store` does not answer: the keys stay as they were'] : []),
    ...keys.flatMap(({ ageProblem, misfit }) =>
      [ageProblem, misfit].filter((problem) => problem !== undefined),
    ),
  ];
}
