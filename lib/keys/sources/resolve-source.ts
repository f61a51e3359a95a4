import type { Clock } from '../../common/clock.js';
import type { Type } from '../../common/constructor-type.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyProvider } from '../key-provider.js';

export interface KeySourceContext {
  /** What the active key must sign with. */
  readonly algorithm?: SigningAlgorithm | undefined;
  /** `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

/** A source of keys that was checked and whose provider can be built. */
export interface ResolvedKeySource {
  /** @param report is told what goes wrong with the keys later on. Nothing secret. */
  readonly create: (report: (message: string) => void) => KeyProvider | Type<KeyProvider>;
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
