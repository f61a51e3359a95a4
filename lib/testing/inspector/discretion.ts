import type { Person } from '../eids/people.js';

/** What opens something, by the names that forms and answers have for it. */
const SECRETS = new Set([
  'access_token',
  'auth_req_id',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'headless_req_id',
  'id_token',
  'id_token_hint',
  'login_hint_token',
  'logout_token',
  'refresh_token',
  'request',
  'request_uri',
  'token',
]);
/** Claims that are a national id, under their short and their long names. */
const NATIONAL_ID =
  /(?:^|[/:])(?:bin|cprnumberidentifier|hetu|socialno|ssn|personalidentitycode|nationalid|unique_personal_identifier)$/i;
/** What a hint names a person by: ten digits and more, with what some countries write between them. */
const NUMBERS = /\d{6}[-+A-Z]?\d{2,6}[A-Z]?/gi;
const LEGIBLE = 8;
const HIDDEN = '••••••';

/** What may be seen of values: secrets are cut, and national ids hidden unless they were asked for. */
export class Discretion {
  private readonly numbers: readonly string[];
  /** Whether a national id was hidden. */
  hasHidden = false;

  constructor(
    people: readonly Person[],
    private readonly showsNationalIds: boolean,
  ) {
    this.numbers = people.map(({ nationalId }) => nationalId).filter((number) => number !== '');
  }

  /** A value as it may be seen. */
  seen(name: string, value: string): string {
    if (SECRETS.has(name) || isToken(value)) return cut(value);
    if (NATIONAL_ID.test(name)) return this.hidden(value);
    if (name.endsWith('login_hint')) return this.hint(value);
    return this.withoutNumbers(value);
  }

  /** A claim of any type as it may be seen. */
  claim(name: string, value: unknown): string {
    if (typeof value === 'string') return this.seen(name, value);
    if (typeof value !== 'object' || value === null || NATIONAL_ID.test(name))
      return this.seen(name, JSON.stringify(value));
    return JSON.stringify(value, (inner: string, member: unknown) =>
      typeof member === 'string' ? this.seen(inner, member) : member,
    );
  }

  private hint(value: string): string {
    if (this.showsNationalIds) return value;
    const seen = value
      .split(' ')
      .map((token) => (/^(?:mock|message):/.test(token) ? cut(token) : token))
      .join(' ')
      .replaceAll(NUMBERS, HIDDEN);
    this.hasHidden ||= seen !== value;
    return seen;
  }

  private withoutNumbers(value: string): string {
    const number = this.numbers.find((each) => value.includes(each));
    return number === undefined || this.showsNationalIds
      ? value
      : this.withoutNumbers(value.replaceAll(number, this.hidden(number)));
  }

  private hidden(value: string): string {
    if (this.showsNationalIds) return value;
    this.hasHidden = true;
    return HIDDEN;
  }
}

/** Enough to tell one from another. */
function cut(value: string): string {
  return value.length <= LEGIBLE * 2
    ? `${value.slice(0, 2)}…`
    : `${value.slice(0, LEGIBLE)}… (${value.length} characters)`;
}

/** A JWT is one by any name: a signed one has three parts, an encrypted one five. */
function isToken(value: string): boolean {
  return /^eyJ[\w-]+(?:\.[\w-]*){2,4}$/.test(value);
}
