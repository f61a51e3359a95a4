import { isJsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { KeyRingContent } from '../ring/key-ring.store.js';
import { PrivateKeySeal } from '../ring/private-key-seal.js';
import { RingKeyProvider } from '../ring/ring-keys.js';
import { rotationPolicy } from '../ring/rotation-policy.js';
import { StoredKeyRing } from '../ring/stored-key-ring.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';
import { readRingOptions, type RingOptions } from './ring-options.js';

const LOAD_ATTEMPTS = 3;

/** `{ ring }` */
export async function fromRing(
  written: unknown,
  { algorithm }: KeySourceContext,
): Promise<KeySourceResult> {
  if (!isJsonObject(written)) return refused('`keys.ring` must be an object with a `store`');
  const problems: string[] = [];
  const options = readRingOptions(written, algorithm, problems);
  if (problems.length > 0) return { problems };
  try {
    const ring = storedRing(options);
    const { keys } = await firstLoad(ring);
    const first = await ring.open(keys);
    const warnings = await ring.warnings();
    return {
      source: {
        create: (dependencies) => {
          for (const warning of warnings) dependencies.report(`\`keys.ring.store\` ${warning}`);
          return new RingKeyProvider(ring, first, dependencies);
        },
      },
    };
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
    return refused(`\`keys.ring.store\` cannot be used. ${error.message}`);
  }
}

/** While an application starts, it may be too busy to hear what its store answers in time. */
async function firstLoad(ring: StoredKeyRing): Promise<KeyRingContent> {
  for (let attempt = 1; attempt < LOAD_ATTEMPTS; attempt += 1) {
    try {
      return await ring.load();
    } catch (error) {
      if (!(error instanceof CriiptoAuthError) || error.code !== 'key_unavailable') throw error;
    }
  }
  return ring.load();
}

function storedRing(options: RingOptions): StoredKeyRing {
  const { store, encryptionKey, encryption, algorithm, modulusLength } = options;
  return new StoredKeyRing({
    store,
    seal: new PrivateKeySeal(encryptionKey),
    policy: rotationPolicy(options),
    uses: encryption ? ['sig', 'enc'] : ['sig'],
    algorithm,
    modulusLength,
  });
}
