import type { Type } from '../../common/constructor-type.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyProviderDependencies } from '../key-provider-dependencies.js';
import type { KeyProvider } from '../key-provider.js';

export interface KeySourceContext {
  /** What the active key must sign with. */
  readonly algorithm?: SigningAlgorithm | undefined;
  /** `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A source of keys that was checked and whose provider can be built. */
export interface ResolvedKeySource {
  /** Whether it is the application's own KeyProvider, which nobody has looked at yet. */
  readonly isOwn?: boolean;
  readonly create: (dependencies: KeyProviderDependencies) => KeyProvider | Type<KeyProvider>;
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
