import { hash } from 'node:crypto';

/** The SHA-256 of a text, in base64url. At once: a `Hash` to write into costs several times as much. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url');
}
