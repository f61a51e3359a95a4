import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { jwksDocument } from '../keys/jwks-document.js';
import { predicateOf } from '../keys/key-problem.js';
import type { KeyProvider } from '../keys/key-provider.js';
import type { PublicJwk } from '../keys/public-jwk.js';
import type { Signer } from '../keys/signer.js';
import { probeSigner } from '../keys/sources/signer-probe.js';
import { had, type KeyRequirements, shortcomings } from './key-requirements.js';

export interface KeyProviderTrial {
  /** What keeps every login from working. */
  readonly problems: readonly string[];
  /** What may pass. */
  readonly warnings: readonly string[];
}

/**
 * Tries a KeyProvider of the application's own once, before the application starts: its signer signs, and the
 * signature is verified. What cannot be had right now is no reason not to start; something else than a
 * key is.
 */
export async function tryKeyProvider(
  provider: KeyProvider,
  requirements: KeyRequirements,
): Promise<KeyProviderTrial> {
  const active = await had(async () => provider.signer());
  if (!active) return { problems: [], warnings: [] };
  const signer = active.value;
  const problems = await shortcomings(signer, provider, requirements);
  if (problems.length > 0) return { problems, warnings: [] };
  const signing = await signingTrial(signer);
  const publishing = await publishingTrial(signer, provider);
  return {
    problems: [...signing.problems, ...publishing.problems],
    warnings: [...signing.warnings, ...publishing.warnings],
  };
}

async function signingTrial(signer: Signer): Promise<KeyProviderTrial> {
  const outcome = await probeSigner(signer);
  if (outcome === 'works') return { problems: [], warnings: [] };
  return 'problem' in outcome
    ? { problems: [`The signer of \`keys\` ${outcome.problem}`], warnings: [] }
    : {
        problems: [],
        warnings: [`The signer of \`keys\` could not sign at start-up (${outcome.failure})`],
      };
}

async function publishingTrial({ kid }: Signer, provider: KeyProvider): Promise<KeyProviderTrial> {
  const published = await had(async () => provider.publicKeys());
  if (!published) return { problems: [], warnings: [] };
  const flaw = flawOf(published.value);
  if (flaw !== undefined) return { problems: [flaw], warnings: [] };
  const isThere = published.value.some((key) => key.kid === kid);
  return { problems: [], warnings: isThere ? [] : [unpublished(kid)] };
}

function flawOf(keys: readonly PublicJwk[]): string | undefined {
  try {
    jwksDocument(keys);
    return undefined;
  } catch (error) {
    return error instanceof CriiptoAuthError
      ? `A key that \`publicKeys()\` of \`keys\` gives ${predicateOf(error)}`
      : 'What `publicKeys()` of `keys` gives is no list of public keys';
  }
}

function unpublished(kid: string): string {
  return (
    `The key ${kid} signs, and \`publicKeys()\` of \`keys\` does not have it: ` +
    'the provider knows it only if it was pasted into the dashboard'
  );
}
