import { type ImportContext, importKeys } from '../material/import-keys.js';
import type { KeySourceResult } from './resolve-source.js';
import { StaticKeyProvider } from './static-keys.js';

/** Keys that are in hand: imported now, the same for as long as the process lives. */
export async function fromMaterial(
  material: unknown,
  context: ImportContext,
): Promise<KeySourceResult> {
  const result = await importKeys(material, context);
  if ('problems' in result) return result;
  const { keys } = result;
  return { source: { create: () => new StaticKeyProvider(keys) } };
}
