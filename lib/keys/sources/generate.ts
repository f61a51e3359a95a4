import { GeneratedKeyProvider } from './generated-keys.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';

/** `{ generate: 'development' }` */
export function fromGenerator(
  mode: unknown,
  { algorithm, environment }: KeySourceContext,
): KeySourceResult {
  if (mode !== 'development') {
    return refused("`keys.generate` must be 'development': it makes a new key at every start");
  }
  if (environment['NODE_ENV'] === 'production') {
    return refused(
      '`keys.generate` is for development, and NODE_ENV is production: make a key once with ' +
        '`criipto-auth keys generate --out FILE` and give it as `keys.file`, `keys.env` or `keys.pem`',
    );
  }
  return { source: { create: () => new GeneratedKeyProvider(algorithm) } };
}
