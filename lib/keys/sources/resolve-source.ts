import type { Clock } from '../../common/clock.js';
import type { Type } from '../../common/constructor-type.js';
import type { AuthEvents } from '../../events/auth-events.service.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyProvider } from '../key-provider.js';

export interface KeySourceContext {
  /** What the active key must sign with. */
  readonly algorithm?: SigningAlgorithm | undefined;
  /** `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where a provider lives: the time, and who wants to hear what happens to its keys. */
export interface KeySurroundings {
  readonly clock: Clock;
  readonly events: Pick<AuthEvents, 'emit'>;
  /** Is told what goes wrong with the keys later on. Nothing secret. */
  readonly report: (message: string) => void;
  /** Is told what becomes of the keys, as it should be. Nothing secret. */
  readonly note: (message: string) => void;
}

/** A source of keys that was checked and whose provider can be built. */
export interface ResolvedKeySource {
  readonly create: (surroundings: KeySurroundings) => KeyProvider | Type<KeyProvider>;
}

/** A source, or everything that is wrong with what was written, each with what to write instead. */
export type KeySourceResult =
  { readonly source: ResolvedKeySource } | { readonly problems: readonly string[] };

/** Checks what was written as one member of `keys`. */
export type ResolveSource = (
  value: unknown,
  context: KeySourceContext,
  passphrase: string | undefined,
) => KeySourceResult | Promise<KeySourceResult>;

export function refused(...problems: readonly string[]): KeySourceResult {
  return { problems };
}
