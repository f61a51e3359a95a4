import { importKeyFile, readKeyFile } from '../material/key-file.js';
import { looksLikePem } from '../material/pem.js';
import { FileKeyProvider } from './file-keys.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';

const subject = '`keys.file`';

/** `{ file, passphrase? }` */
export async function fromFile(
  path: unknown,
  { algorithm }: KeySourceContext,
  passphrase: string | undefined,
): Promise<KeySourceResult> {
  if (typeof path !== 'string' || path === '') {
    return refused(`${subject} must be the path of a file with a PEM or a private JWK set`);
  }
  if (looksLikePem(path) || path.trimStart().startsWith('{')) {
    return refused(`${subject} is a key itself: give it as \`keys.pem\` or \`keys.jwks\``);
  }
  const file = { path, passphrase, algorithm };
  const content = await readKeyFile(path);
  const result = await importKeyFile(content, file, subject);
  if ('problems' in result) return result;
  const first = { keys: result.keys, digest: content.digest };
  return {
    source: { create: ({ report, clock }) => new FileKeyProvider(file, first, report, clock) },
  };
}
