import { randomBytes } from './random-bytes.js';

/** An unguessable, URL-safe identifier: 256 random bits in 43 characters. */
export function randomId(): string {
  return randomBytes(32).toString('base64url');
}

/** A name that nobody else has: 128 random bits in 22 URL-safe characters. */
export function randomName(): string {
  return randomBytes(16).toString('base64url');
}
