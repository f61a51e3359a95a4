/**
 * An ASCII text as one of its own, and no part of the header that it was cut out of, which would stay in memory
 * with it.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
