import type { AgeProof } from './age-proof.js';
import type { ButtonLabels } from './button-labels.js';

/** How sure the eID is of the person, in the words of eIDAS. */
export type AssuranceLevel = 'low' | 'substantial' | 'high';

/** The names on the way to a text within the claims. */
export type ClaimPath = readonly string[];

/** What a claim tells of a person, beside the whole name, which all have under `name`. */
export type PersonMember = 'givenName' | 'familyName' | 'birthdate' | 'country' | 'nationalId';

export type PersonPaths = Readonly<Partial<Record<PersonMember, readonly ClaimPath[]>>>;

/** All that is known of an eID. What all of them share stands below, and comes first. */
export interface EidProfile<Name extends string = string> {
  /** What `CriiptoUser.eid` says. */
  readonly eid: Name;
  /** What applications ask for it by, each with the level that Criipto documents for it, if it does. */
  readonly acrValues: Readonly<Record<string, AssuranceLevel | undefined>>;
  /** What its button says; none where nobody logs in by it. */
  readonly button?: ButtonLabels;
  /** Tells it from another one whose button says the same. */
  readonly buttonCountry?: string;
  /** The one of `acrValues` to ask for where nothing else is said, if that is not the first. */
  readonly usualAcr?: string;
  /** What it comes back as: this acr value, or one of its variants. */
  readonly root: string;
  /** The level of any value within the root, if it has one. */
  readonly levelOfRoot?: AssuranceLevel;
  /**
   * Those of `acrValues` that ask for themselves and their variants alone. The others are satisfied by
   * whatever is within the root, if its level is high enough.
   */
  readonly narrowAcrValues?: readonly string[];
  /**
   * The one of `acrValues` that leaves the level open. Who asks for it takes any. Who comes back by it reached the
   * level of the value `as` where nothing but that was asked for, and else the level that stands there.
   */
  readonly openAcr?: { readonly acr: string; readonly as: string };
  /** The highest level that it reaches in a call, if that is less than in a browser. */
  readonly levelInCall?: AssuranceLevel;
  /** What `identityscheme` says, where no acr value is told. */
  readonly schemes?: readonly string[];
  /**
   * Of two eIDs with one root, the special one: it is told from the other by these claims, any of which says
   * something else than `false`. The acr value says what was asked for, and not who came.
   */
  readonly variantOf?: { readonly eid: string; readonly claims: readonly string[] };
  /** The one claim of an eID that tells no identity. Whoever has it must never pass for the eID underneath. */
  readonly insteadOfIdentity?: string;
  /** The claim that tells the level reached, which counts more than the acr value. */
  readonly levelClaim?: string;
  /** How it proves an age, if it does. */
  readonly ageProof?: AgeProof;
  /** Where its people come of age, in the names of the IANA time zone database. */
  readonly timeZone?: string;
  /** Whether the same person is another one here than by every other eID, as far as any claim tells. */
  readonly isIdentityOfItsOwn?: boolean;
  /** Where it tells what, beside where all do. */
  readonly person?: PersonPaths;
  /** Whether its given and family names are to be believed rather than its `name`. */
  readonly hasPoorName?: boolean;
  /** The claim with an id of the person that stays the same where `sub` does not. */
  readonly lastingId?: string;
  /**
   * Claims that say who, how strongly, how old or for which company, beside those that the other members name.
   * Like those they count from signed tokens alone.
   */
  readonly proofs?: readonly string[];
  /** Claims that may be JSON within a text. */
  readonly jsonClaims?: readonly string[];
  /** Claims, wherever they stand, that are too large for a session. */
  readonly largeClaims?: readonly string[];
  /** The type of its claims, where they are known for sure. */
  readonly claims?: ClaimType<object>;
  /** How hints for it are written, under the name that this has in `loginHint`. */
  readonly hint?: Readonly<Record<string, (hint: never) => string>>;
  /** What it knows beside what several do, when the application has dynamic scopes. */
  readonly scopes?: readonly string[];
  /** Languages of its pages, beside those that all have. */
  readonly languages?: readonly string[];
}

/** OpenID's own claims, and those that stand in their place in Criipto's older JWT format. */
export const COMMON_PERSON = {
  givenName: [['given_name'], ['givenname']],
  familyName: [['family_name'], ['surname']],
  birthdate: [['birthdate'], ['dateofbirth']],
  country: [['country']],
  nationalId: [],
} as const satisfies Readonly<Record<PersonMember, readonly ClaimPath[]>>;

/** `ssn` is the national id. */
export const COMMON_SCOPES = [
  'ssn',
  'address',
  'address ssn',
  'email',
  'phone',
  'birthdate',
] as const;

export const COMMON_LANGUAGES = ['en'] as const;

export interface AddressClaim {
  readonly formatted?: string;
  readonly common_name?: string;
  readonly street_address?: string;
  readonly postal_code?: string;
  readonly city?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly country?: string;
}

/** Stands for a type in a profile: of the claims themselves there is nothing before a login. */
export interface ClaimType<Claims extends object> {
  readonly of?: Claims;
}

export function claimType<Claims extends object>(): ClaimType<Claims> {
  return {};
}
