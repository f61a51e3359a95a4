import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { SigningAlgorithm } from '../algorithms.js';
import { importKeys, type ImportResult } from './import-keys.js';

/** A file with a PEM or a private JWK set. */
export interface KeyFile {
  readonly path: string;
  readonly passphrase?: string | undefined;
  readonly algorithm?: SigningAlgorithm | undefined;
}

/** What was in the file: text, or why it could not be read, with a digest that tells one from the next. */
export type KeyFileContent =
  | { readonly text: string; readonly digest: string }
  | { readonly failure: string; readonly digest: string };

/** Reads the file. Never throws: a file that cannot be read is a content of its own. */
export async function readKeyFile(path: string): Promise<KeyFileContent> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, digest: createHash('sha256').update(text).digest('base64') };
  } catch (error) {
    const code = codeOf(error);
    return { failure: failureOf(code), digest: code };
  }
}

/** The keys in what was read. `subject` is how problems begin. */
export async function importKeyFile(
  content: KeyFileContent,
  { passphrase, algorithm }: KeyFile,
  subject: string,
): Promise<ImportResult> {
  if ('failure' in content) return { problems: [`${subject} ${content.failure}`] };
  return importKeys(content.text, { subject, passphrase, algorithm });
}

function failureOf(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'names a file that does not exist: give the path of a PEM or of a private JWK set';
    case 'EACCES':
    case 'EPERM':
      return 'names a file that this process may not read: let its user read it';
    case 'EISDIR':
      return 'names a directory: give the path of a file in it';
    default:
      return `names a file that cannot be read${code === '' ? '' : ` (${code})`}`;
  }
}

function codeOf(error: unknown): string {
  // Errors of node:fs carry a code; anything else stays unnamed, since its message may quote the path.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
