import { fromMaterial } from './material.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';

const subject = '`keys.jwks`';

/** `{ jwks }` */
export async function fromJwks(
  jwks: unknown,
  { algorithm }: KeySourceContext,
): Promise<KeySourceResult> {
  if (jwks === undefined || jwks === '') {
    return refused(
      `${subject} is missing or empty: give a private JWK set, as object or JSON text`,
    );
  }
  return fromMaterial(jwks, { subject, algorithm, form: 'jwks' });
}
