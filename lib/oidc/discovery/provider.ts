import type { Clock } from '../../common/clock.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { whatHappened } from '../../errors/error-report.js';
import type { HttpClient } from '../../http-client/http-client.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { asCriiptoAuthError } from '../messages/oidc-error.js';
import type { CachedDocument } from './cached-document.js';
import { ProviderKeys } from './provider-keys.js';
import { cachedMetadata, type ProviderMetadata } from './provider-metadata.js';
import { UnlistedAcrValues } from './unlisted-acr-values.js';

/** Whether the provider can be reached, and what there is to go on with while it cannot. */
export interface ProviderStatus {
  /** Why its discovery document could not be had when it was last asked for; `undefined` when it could. */
  readonly problem: CriiptoAuthErrorCode | undefined;
  /** Seconds since the copy at hand was fetched; `undefined` without one that may serve. */
  readonly copyAge: number | undefined;
}

/** What the provider publishes: its discovery document and its keys, fetched when first needed, and cached. */
export class Provider {
  readonly keys: ProviderKeys;
  private readonly documents: CachedDocument<ProviderMetadata>;

  constructor(
    { issuer, http: { timeouts }, login }: ResolvedOptions,
    http: HttpClient,
    clock: Clock,
    warn: (message: string) => void,
  ) {
    const timeout = timeouts.metadata;
    const onStale = (error: unknown) =>
      warn(`The provider's last good answer serves on: ${whatHappened(asCriiptoAuthError(error))}`);
    const unlisted = new UnlistedAcrValues(login.acrValues, warn);
    this.documents = cachedMetadata(http, clock, {
      issuer,
      timeout,
      onStale,
      onRead: (metadata) => unlisted.check(metadata),
    });
    this.keys = new ProviderKeys(http, clock, {
      onStale,
      uri: async () => (await this.metadata()).jwks_uri,
      timeout,
    });
  }

  metadata(): Promise<ProviderMetadata> {
    return this.documents.get();
  }

  /** Asks anew, unless that was done within the last half minute. Never rejects. */
  async status(): Promise<ProviderStatus> {
    const { failure, age } = await this.documents.status();
    return {
      problem: failure === undefined ? undefined : asCriiptoAuthError(failure).code,
      copyAge: age,
    };
  }
}
