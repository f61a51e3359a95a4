import type { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { failureText } from '../../errors/error-report.js';
import { failed, type Finding, skipped } from './finding.js';

/** What failed, and where it was told. What several checks need is told by the first of them alone. */
export class ToldFailures {
  private readonly subjects = new Map<string, string>();

  /** What a check found that ended with this error. */
  finding(subject: string, error: CriiptoAuthError): Finding {
    const text = failureText(error);
    const first = this.subjects.get(text);
    if (first !== undefined) return skipped(`needs what failed above: ${first}`);
    this.subjects.set(text, subject);
    return failed(text);
  }
}
