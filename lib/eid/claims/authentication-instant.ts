import { text } from './claim-values.js';
import type { Claims } from './normalise-claims.js';

/** When the person authenticated: Criipto's `authenticationinstant`, else `auth_time`, if the claims tell. */
export function authenticationInstant(claims: Claims): Date | undefined {
  return isoInstant(text(claims, 'authenticationinstant')) ?? epochInstant(claims['auth_time']);
}

/** Date, time, up to 7 decimals and perhaps a zone. Without one it is UTC, which `Date` would take for local time. */
const ISO_INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/;

function isoInstant(value: string | undefined): Date | undefined {
  const [, dateAndTime, decimals = '', zone = 'Z'] = ISO_INSTANT.exec(value ?? '') ?? [];
  if (dateAndTime === undefined) return undefined;
  return realDate(new Date(`${dateAndTime}.${decimals.slice(0, 3).padEnd(3, '0')}${zone}`));
}

/** OpenID Connect Core §2: seconds since the epoch. */
function epochInstant(value: unknown): Date | undefined {
  return typeof value === 'number' && value > 0 ? realDate(new Date(value * 1000)) : undefined;
}

function realDate(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
