import type { Exchange, Texts } from '../model/exchange.js';
import type { Step } from './step.js';

/** What in a request and in its answer ties it to others of the same login. */
export interface Ties {
  /** What it came with, which an earlier answer gave. */
  readonly takes: readonly string[];
  /** What was given with the answer, for a later request to come with. */
  readonly gives: readonly string[];
}

/** Forms and answers call by these names what they hand on. */
const HANDED_ON = [
  'access_token',
  'auth_req_id',
  'code',
  'headless_req_id',
  'id_token',
  'id_token_hint',
  'refresh_token',
  'request_uri',
  'token',
];

export function tiesOf({ kind, exchange }: Step): Ties {
  const { path, query, form, headers, session, answer } = exchange;
  const { location = '', members = {} } = answer;
  const fields: Texts = { ...query, ...form };
  const uid = uidIn(path);
  return {
    takes: [
      ...valuesIn(fields),
      ...present(bearerToken(headers)),
      ...present(uid),
      ...(kind === 'logout' ? present(session) : []),
    ],
    gives: [
      ...valuesIn(members),
      ...valuesIn(queryOf(location)),
      ...present(uidIn(pathOf(location))),
      ...(kind === 'return' ? present(session) : []),
    ],
  };
}

/** The access token that a request came with (RFC 6750 section 2.1). */
export function bearerToken({ authorization }: Exchange['headers']): string | undefined {
  return typeof authorization === 'string' ? /^Bearer (.+)$/i.exec(authorization)?.[1] : undefined;
}

/** What stands after the question mark. */
export function queryOf(location: string): Texts {
  return URL.canParse(location) ? Object.fromEntries(new URL(location).searchParams) : {};
}

function valuesIn(members: Readonly<Record<string, unknown>>): readonly string[] {
  return HANDED_ON.flatMap((name) => {
    const value = members[name];
    return typeof value === 'string' ? [value] : [];
  });
}

/** The name of a login between the authorization request and its end. */
function uidIn(path: string): string | undefined {
  return /^\/(?:eid|oauth2\/authorize)\/([^/]+)$/.exec(path)?.[1];
}

/** Redirects within the fake are to paths, or to itself. */
function pathOf(location: string): string {
  return URL.canParse(location) ? new URL(location).pathname : location;
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
