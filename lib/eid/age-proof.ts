import { isJsonObject, type JsonObject } from '../common/json.js';

/** Of each age, by its years, whether the person has reached it. */
export type AgeAnswers = Readonly<Record<string, boolean>>;

/** How an eID tells an age without a birthdate. */
export interface AgeProof {
  /** Where it proves ages, in the codes of ISO 3166-1. */
  readonly countries: readonly string[];
  /** Where its claims name the one of several countries. Another claim may name that of an address. */
  readonly countryAt?: readonly string[];
  /** The scopes, beside `openid`, that ask for each age that it can prove. */
  readonly scopes: Readonly<Record<number, string>>;
  /** Where its claims tell ages, which count from signed tokens alone. */
  readonly claims: readonly (readonly string[])[];
  /** What claims tell of each age. */
  readonly answers: (claims: JsonObject) => AgeAnswers;
  /** Whether claims tell an age and nobody's identity: `sub` may be another at each login. */
  readonly isAnonymous: (claims: JsonObject) => boolean;
}

/** The answers that stand under a name for each age. */
export function answersUnder(names: Readonly<Record<string, string>>, claims: unknown): AgeAnswers {
  if (!isJsonObject(claims)) return {};
  const answers: Record<string, boolean> = {};
  for (const [years, name] of Object.entries(names)) {
    const answer = claims[name];
    if (typeof answer === 'boolean') answers[years] = answer;
  }
  return answers;
}
