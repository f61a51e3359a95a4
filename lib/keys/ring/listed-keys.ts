import { parseJson } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { StoredKey } from './key-ring.store.js';

/**
 * The keys in a text of a store. What is there and is no list is a ring that was lost, and not one that begins:
 * only a store that has nothing at all has no ring yet.
 *
 * @param place what has the text, as the subject of a sentence.
 * @throws {CriiptoAuthError} `key_invalid` for anything but a list.
 */
export function keysInText(text: string | undefined, place: string): readonly StoredKey[] {
  return listedKeys(text === undefined ? undefined : parseJson(text), place);
}

/** The same for what was parsed. */
export function listedKeys(keys: unknown, place: string): readonly StoredKey[] {
  // Whoever uses a store looks at the keys one by one.
  if (Array.isArray(keys)) return keys as readonly StoredKey[];
  throw new CriiptoAuthError(
    'key_invalid',
    `${place} holds no key ring: restore it from a backup. To begin with a new ring, whose key the provider ` +
      'does not know yet, stop all instances and remove it.',
  );
}
