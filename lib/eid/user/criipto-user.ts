import { shareIdentity } from '../../copies/shared-identity.js';
import type { Claims } from '../claims/normalise-claims.js';
import type { AssuranceLevel } from '../eid-profile.js';
import type { Eid, EidClaims } from '../eids.js';

/** What a {@link CriiptoUser} is made of, the hidden parts included. */
export interface CriiptoUserFields {
  readonly sub: string;
  readonly issuer: string;
  readonly eid: Eid;
  readonly acr: string | undefined;
  readonly level: AssuranceLevel | undefined;
  readonly authenticatedAt: Date;
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly birthdate?: string;
  readonly country?: string;
  readonly nationalId?: string;
  readonly claims: Claims;
}

/** What an eID may tell of a person, and may not. */
export type PersonDetails = Readonly<
  Record<
    'name' | 'givenName' | 'familyName' | 'birthdate' | 'country' | 'nationalId',
    string | undefined
  >
>;

/** The same fields, where those that nobody told may be `undefined` as well as left out. */
export type CriiptoUserParts = Omit<CriiptoUserFields, keyof PersonDetails> &
  Partial<PersonDetails>;

/**
 * The person who logged in. `nationalId` and `claims` are there to be read, but do not show in
 * `JSON.stringify`, `console.log`, `util.inspect` or a spread, so that they don't end in logs and
 * responses by accident; {@link CriiptoUser.reveal} gives everything.
 */
export class CriiptoUser {
  static {
    shareIdentity(this, 'CriiptoUser', (user) =>
      [user['sub'], user['issuer'], user['eid']].every((text) => typeof text === 'string'),
    );
  }

  /** Who this is at `issuer`, exactly as sent: Criipto's have braces. Differs between test, production and tenants. */
  readonly sub: string;
  /** The provider that vouches for this person. */
  readonly issuer: string;
  /** The kind of eID, such as `mitid`; `unknown` at another OpenID provider. */
  readonly eid: Eid;
  /** The method that was used: Criipto's `authenticationtype`, another provider's `acr`, if it tells. */
  readonly acr: string | undefined;
  /** Undefined when the eID has no documented level. */
  readonly level: AssuranceLevel | undefined;
  /** When the person authenticated. With single sign-on that may be well before this login. */
  readonly authenticatedAt: Date;
  /** The whole name, as the eID spells it. Not every eID gives one. */
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** `YYYY-MM-DD`; only when it is a day of the calendar. */
  readonly birthdate?: string;
  /** ISO 3166-1, two capital letters. */
  readonly country?: string;

  // Private fields and getters on the prototype: nothing that walks an object's own properties finds them.
  readonly #nationalId: string | undefined;
  readonly #claims: Claims;

  constructor(fields: CriiptoUserParts);
  constructor(fields = UNFILLED) {
    this.sub = fields.sub;
    this.issuer = fields.issuer;
    this.eid = fields.eid;
    this.acr = fields.acr;
    this.level = fields.level;
    this.authenticatedAt = fields.authenticatedAt;
    if (fields.name !== undefined) this.name = fields.name;
    if (fields.givenName !== undefined) this.givenName = fields.givenName;
    if (fields.familyName !== undefined) this.familyName = fields.familyName;
    if (fields.birthdate !== undefined) this.birthdate = fields.birthdate;
    if (fields.country !== undefined) this.country = fields.country;
    this.#nationalId = fields.nationalId;
    this.#claims = frozenClaims(fields.claims);
  }

  /** CPR, personnummer, fødselsnummer, henkilötunnus, BIN (iDIN): when the eID gave it. Sensitive everywhere. */
  get nationalId(): string | undefined {
    return this.#nationalId;
  }

  /** Every claim of the login, under compact names. */
  get claims(): Claims {
    return this.#claims;
  }

  /**
   * Whether the user logged in by this eID. Where it is true, `claims` has the claims of that eID, by name
   * and type, as Criipto documents them: `if (user.is('mitid')) user.claims.uuid`.
   */
  is<E extends keyof EidClaims>(
    eid: E,
  ): this is CriiptoUser & { readonly eid: E; readonly claims: Claims & EidClaims[E] } {
    return this.eid === eid;
  }

  /** All of it as a plain object, national id and claims included. For your own store; not for logs. */
  reveal(): CriiptoUserFields {
    const shown: Omit<CriiptoUserFields, 'nationalId' | 'claims'> = this;
    const nationalId = this.#nationalId;
    return { ...shown, ...(nationalId === undefined ? {} : { nationalId }), claims: this.#claims };
  }

  /** `util.inspect` with `showHidden` would otherwise walk the prototype. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `${this.constructor.name} ${inspect({ ...this }, options)}`;
  }
}

/** class-transformer makes one of nothing, and fills in what a handler returned or a pipe was given. */
const UNFILLED = { claims: {} } as CriiptoUserParts; // the rest is written to it at once

/** Records that nobody can write into, and that have no prototype. */
const FROZEN = new WeakSet<Claims>();

/** Claims as a user has them. Those of a user are given back as they are. */
export function frozenClaims(claims: Claims): Claims {
  if (FROZEN.has(claims)) return claims;
  const record: Record<string, unknown> = Object.create(null);
  FROZEN.add(record);
  return Object.freeze(Object.assign(record, claims));
}
