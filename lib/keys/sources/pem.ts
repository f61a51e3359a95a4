import { fromMaterial } from './material.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';

const subject = '`keys.pem`';

/** `{ pem, passphrase? }` */
export async function fromPem(
  pem: unknown,
  { algorithm }: KeySourceContext,
  passphrase: string | undefined,
): Promise<KeySourceResult> {
  if (pem === undefined || pem === '') {
    return refused(`${subject} is missing or empty: is the variable set that it comes from?`);
  }
  if (typeof pem !== 'string') return refused(`${subject} must be the text of a PEM`);
  return fromMaterial(pem, { subject, passphrase, algorithm, form: 'pem' });
}
