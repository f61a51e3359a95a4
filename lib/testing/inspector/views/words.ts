import type { StepKind } from '../step.js';

/** What a step is called. */
export const TITLES: Readonly<Record<StepKind, string>> = {
  discovery: 'Discovery',
  jwks: 'JWKS fetch',
  par: 'Pushed request (PAR)',
  authorize: 'Authorize',
  eid: 'At the eID',
  return: 'Back to the application',
  token: 'Token',
  refresh: 'Refresh',
  poll: 'Poll',
  userinfo: 'Userinfo',
  revocation: 'Revocation',
  logout: 'Logout',
  ciba: 'Call (CIBA)',
  headless: 'Headless login',
  other: 'Other',
};

/** A duration as one reads it: "12 ms", "1.3 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A time of day on this machine. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(
    (part) => String(part).padStart(2, '0'),
  );
  return `${hours}:${minutes}:${seconds}`;
}
