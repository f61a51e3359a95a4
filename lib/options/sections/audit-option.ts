import type { OptionReader } from '../reading/option-reader.js';

/** What becomes of an application whose routes are not guarded as they say. */
export type AuditOption = 'refuse' | 'warn' | false;

const CHOICES = ['refuse', 'warn', false] as const;

export function auditOption<T extends { readonly audit?: AuditOption }>(
  root: OptionReader<T>,
): AuditOption {
  return root.choice<AuditOption>('audit', CHOICES, 'refuse');
}
