import { afterAll, beforeAll } from '@jest/globals';

import { SoftHsm } from './soft-hsm.js';
import { WatchedToken } from './watched-token.js';

/** A SoftHSM of a suite, and libraries in front of it. All go when the suite ends. */
export class WatchedTokens {
  private started: SoftHsm | undefined;
  private readonly tokens: WatchedToken[] = [];

  constructor() {
    beforeAll(async () => {
      this.started = await SoftHsm.create();
    }, 30_000);
    afterAll(async () => {
      await Promise.all(this.tokens.map((token) => token.remove()));
      await this.started?.remove();
    });
  }

  get hsm(): SoftHsm {
    if (!this.started) throw new Error('The HSM is there when the suite begins');
    return this.started;
  }

  /** Another library in front of it. */
  async add(): Promise<WatchedToken> {
    const token = await WatchedToken.before(this.hsm.library);
    this.tokens.push(token);
    return token;
  }
}
