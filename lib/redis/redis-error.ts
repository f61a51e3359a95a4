import { messageOfThrown } from '../errors/message-of-thrown.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';

/** What Redis says begins with a word for the reason: `OOM`, `READONLY`, `NOAUTH`. The rest may quote the command. */
const REASON = /^([A-Z]{2,20}) /;

/** Redis failed. Says why by a word, in `code`, and nothing of what was sent or of where Redis is. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
  readonly code: string;

  constructor(thrown: unknown) {
    const [, reason] = REASON.exec(messageOfThrown(thrown) ?? '') ?? [];
    const code = reason ?? nameOfThrown(thrown);
    super(`Redis failed (${code})`);
    this.code = code;
  }
}
