import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { LOGGER_NAME } from './common/logger-name.js';
import { CriiptoAuthError } from './errors/criipto-auth.error.js';
import { InvalidOptionsError } from './errors/options.error.js';
import { ResolvedOptions } from './options/resolved-options.js';
import type { KeyValueStore } from './stores/key-value-store.js';

/** Has each store tried when the application starts, before anything is trusted to it. */
@Injectable()
export class GivenStores implements OnModuleInit {
  private readonly logger = new Logger(LOGGER_NAME);

  constructor(private readonly options: ResolvedOptions) {}

  /** @throws {InvalidOptionsError} for a store that can never do. One that is away stops no start. */
  async onModuleInit(): Promise<void> {
    const { transaction, session } = this.options;
    const stores = [...new Set([transaction.store, session.store])];
    const problems = await Promise.all(stores.map((store) => this.problemOf(store)));
    const found = problems.filter((problem) => problem !== undefined);
    if (found.length > 0) throw new InvalidOptionsError(found);
  }

  private async problemOf(store: KeyValueStore | undefined): Promise<string | undefined> {
    try {
      for (const warning of (await store?.check?.()) ?? []) this.logger.warn(warning);
      return undefined;
    } catch (error) {
      if (error instanceof CriiptoAuthError) return error.message;
      throw error;
    }
  }
}
