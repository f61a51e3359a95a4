import { randomBytes } from './random-bytes.js';

/** An unguessable, URL-safe identifier: 256 random bits in 43 characters. */
export function randomId(): string {
  return randomBytes(32).toString('base64url');
}
