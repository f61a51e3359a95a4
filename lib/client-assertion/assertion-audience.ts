import type { ResolvedOptions } from '../options/resolved-options.js';

/**
 * Whom an assertion that goes to this endpoint is for. What the provider publishes never decides it, or a
 * hostile one could have our proof for another (CVE-2025-27370).
 */
export function assertionAudience(
  { issuer, assertion: { audience } }: Pick<ResolvedOptions, 'issuer' | 'assertion'>,
  endpoint: string | undefined,
): string | readonly string[] {
  if (audience === 'issuer') return issuer;
  if (audience !== 'endpoint') return audience;
  return isOnOriginOf(issuer, endpoint) ? endpoint : issuer;
}

function isOnOriginOf(issuer: string, endpoint: string | undefined): endpoint is string {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  return new URL(endpoint).origin === new URL(issuer).origin;
}
