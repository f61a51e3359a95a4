import { timingSafeEqual } from 'node:crypto';

/** Compares two secrets without telling, by the time it takes, where they differ. How long ours are, everybody may know. */
export function equalInConstantTime(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
