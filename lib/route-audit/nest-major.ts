import { createRequire } from 'node:module';

import { isJsonObject } from '../common/json.js';

/** The major version of Nest that is installed; `undefined` where all is one file and none is. */
export function nestMajor(): number | undefined {
  try {
    const manifest: unknown = createRequire(import.meta.url)('@nestjs/core/package.json');
    const version = isJsonObject(manifest) ? manifest['version'] : undefined;
    return typeof version === 'string' ? Number.parseInt(version, 10) : undefined;
  } catch {
    return undefined;
  }
}
