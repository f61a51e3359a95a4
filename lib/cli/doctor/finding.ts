import type { Target } from './target.js';

/** What one look at the application found. */
export interface Finding {
  readonly outcome: 'ok' | 'FAIL' | 'skip';
  readonly detail: string;
}

export interface Check {
  readonly subject: string;
  /** @throws {CriiptoAuthError} which is a failure with its message. */
  readonly run: (target: Target) => Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ outcome: 'ok', detail });
export const failed = (detail: string): Finding => ({ outcome: 'FAIL', detail });
export const skipped = (detail: string): Finding => ({ outcome: 'skip', detail });
