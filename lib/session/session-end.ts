import type { ResolvedOptions } from '../options/resolved-options.js';
import type { SessionContent } from './session-content.js';

/** When a session ends that is not used again. Seconds since the epoch. */
export function endOf(
  { seenAt, createdAt }: SessionContent,
  { idle, absolute }: ResolvedOptions['session'],
): number {
  return Math.min(seenAt + idle, createdAt + absolute);
}
