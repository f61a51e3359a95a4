import { fromMaterial } from './material.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';

/** `{ env, passphrase? }` */
export async function fromEnvironment(
  name: unknown,
  { algorithm, environment }: KeySourceContext,
  passphrase: string | undefined,
): Promise<KeySourceResult> {
  // What is no name may be the key itself, and must not get into a message.
  if (typeof name !== 'string' || !/^[A-Za-z_]\w{0,99}$/.test(name)) {
    return refused(
      "`keys.env` must be the name of an environment variable, such as 'CRIIPTO_PRIVATE_KEY', not its value",
    );
  }
  const subject = `\`keys.env\` (${name})`;
  const material = environment[name];
  if (material === undefined) {
    return refused(
      `${subject} names an environment variable that is not set: set it to a private key`,
    );
  }
  return fromMaterial(material, { subject, passphrase, algorithm });
}
