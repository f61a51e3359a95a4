import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { LOGGER_NAME } from '../common/logger-name.js';
import { processWide } from '../copies/process-wide.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { KeyProvider } from '../keys/key-provider.js';
import { type KeyOwners, sharedKeyProblems } from '../keys/material/shared-keys.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { publicKeysInTime } from './public-keys-in-time.js';

/** Of every application in this process. */
const OWNERS = processWide('key-owners', (): KeyOwners => new Map());

/** Looks once at the client's keys when the application has started, and warns of those that do two jobs. */
@Injectable()
export class ClientKeys implements OnApplicationBootstrap {
  private readonly logger = new Logger(LOGGER_NAME);

  constructor(
    private readonly options: ResolvedOptions,
    private readonly keys: KeyProvider,
    private readonly events: AuthEvents,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
  }

  /** Nobody waits for it: keys that cannot be had now are told of when they are needed. */
  private async look(): Promise<void> {
    try {
      const keys = await publicKeysInTime(this.keys, this.options.http.timeouts.request);
      sharedKeyProblems(keys, this.options.clientId, OWNERS).forEach((each) => this.warn(each));
    } catch (error) {
      this.warn(error instanceof CriiptoAuthError ? error.message : nameOfThrown(error));
    }
  }

  private warn(message: string): void {
    this.logger.warn(message);
    this.events.emit('keys.problem', { message });
  }
}
