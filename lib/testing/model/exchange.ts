import type { FakeClient } from './fake-client.js';
import type { LogoutNotice } from './logout-notice.js';
import type { KeyFetch, PublishedKey } from './published-key.js';
import type { RecordedRefusal } from './refusal.js';

export type Texts = Readonly<Record<string, string>>;

/** A request that the fake received and how it answered, with what it knew meanwhile. Holds codes and tokens. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Texts;
  /** The fields of the form, if one was sent. */
  readonly form: Texts;
  /** HTTP status of the answer. */
  readonly status: number;
  /** When it came in, in milliseconds since the epoch. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly took: number;
  /** What the application got, or the browser for it. */
  readonly answer: Answer;
  readonly refusal?: RecordedRefusal | undefined;
  readonly clientId?: string | undefined;
  readonly client?: FakeClient | undefined;
  /** The public keys that the client had, if they were needed. */
  readonly keys?: readonly PublishedKey[] | undefined;
  readonly keyFetches?: readonly KeyFetch[] | undefined;
  /** The session that the browser has at the fake. */
  readonly session?: string | undefined;
  /** What happened at the eID. */
  readonly atEid?: string | undefined;
}

export interface Answer {
  /** Where the browser was sent. */
  readonly location?: string | undefined;
  /** The members of a JSON answer, or the fields of a form that posts itself. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** An answer that is a signed or encrypted text. */
  readonly jwt?: string | undefined;
  /** The applications that were told of a logout. */
  readonly notices?: readonly LogoutNotice[] | undefined;
}
