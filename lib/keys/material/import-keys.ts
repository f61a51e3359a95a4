import { isJsonObject, parseJson } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { keyProblem, predicateOf } from '../key-problem.js';
import { fits } from './fitting-algorithm.js';
import { keyShape } from './key-shape.js';
import { type LocalKey, localKey } from './local-key.js';
import { looksLikePem, privateKeyFromPem } from './pem.js';
import { plainText } from './plain-text.js';
import { privateKeyFromJwk } from './private-jwk.js';

export interface ImportContext {
  /** Where the keys come from, as problems begin: "`keys.file`". */
  readonly subject: string;
  readonly passphrase?: string | undefined;
  /** What the active key must sign with. Other signing keys take it when it fits them. */
  readonly algorithm?: SigningAlgorithm | undefined;
  /** What the text may be. @default either */
  readonly form?: 'pem' | 'jwks';
}

export type ImportResult =
  { readonly keys: readonly LocalKey[] } | { readonly problems: readonly string[] };

/**
 * Reads private keys from PEM text, from a private JWK or JWK set as text, or from one as object.
 * At least one of them signs. Never throws for what it was given: it lists every problem.
 */
export async function importKeys(material: unknown, context: ImportContext): Promise<ImportResult> {
  const { subject } = context;
  try {
    const set = typeof material === 'string' ? parse(plainText(material), context) : material;
    return typeof set === 'string' ? await importPem(set, context) : await importSet(set, context);
  } catch (error) {
    return { problems: [`${subject} ${problemOf(error)}`] };
  }
}

/** PEM stays text, JSON becomes its value. */
function parse(text: string, { form }: ImportContext): unknown {
  if (text.trim() === '') throw keyProblem('is empty: give a private key');
  const pem = looksLikePem(text);
  if (pem && form === 'jwks') throw keyProblem('is PEM text: give it as `keys.pem`');
  if (pem) return text;
  const json = parseJson(text);
  if (json === undefined) {
    if (form === 'jwks') throw keyProblem('is not JSON: give a private JWK set, { "keys": [ … ] }');
    throw keyProblem(
      'is not a key: give a private key as PEM text, which begins with "-----BEGIN PRIVATE KEY-----"' +
        (form === 'pem' ? '' : ', or as a private JWK set'),
    );
  }
  if (form === 'pem') throw keyProblem('is JSON: give a JWK set as `keys.jwks`');
  return json;
}

async function importPem(pem: string, context: ImportContext): Promise<ImportResult> {
  const privateKey = privateKeyFromPem(pem, context.passphrase);
  return { keys: Object.freeze([await localKey(privateKey, {}, context.algorithm)]) };
}

async function importSet(set: unknown, context: ImportContext): Promise<ImportResult> {
  const { subject } = context;
  const members = membersOf(set);
  const keys: LocalKey[] = [];
  const problems: string[] = [];
  for (const [index, member] of members.entries()) {
    const isActive = problems.length === 0 && !keys.some(({ use }) => use === 'sig');
    try {
      keys.push(await importJwk(member, context.algorithm, isActive));
    } catch (error) {
      const which = members.length > 1 ? `${subject}, key ${index + 1},` : subject;
      problems.push(`${which} ${problemOf(error)}`);
    }
  }
  problems.push(
    ...duplicateKids(keys).map(
      (kid) => `${subject} holds two keys with the kid ${kid}: give each its own`,
    ),
  );
  if (problems.length === 0 && !keys.some(({ use }) => use === 'sig')) {
    problems.push(`${subject} holds no signing key: add a private key with "use": "sig"`);
  }
  return problems.length > 0 ? { problems } : { keys: Object.freeze(keys) };
}

async function importJwk(
  jwk: unknown,
  algorithm: SigningAlgorithm | undefined,
  isActive: boolean,
): Promise<LocalKey> {
  const { privateKey, traits } = privateKeyFromJwk(jwk);
  const applies = algorithm !== undefined && (isActive || fits(keyShape(privateKey), algorithm));
  return localKey(privateKey, traits, applies ? algorithm : undefined);
}

function membersOf(set: unknown): readonly unknown[] {
  if (isJsonObject(set) && 'kty' in set) return [set];
  if (!isJsonObject(set) || !Array.isArray(set['keys'])) {
    throw keyProblem('is not a JWK set: give { "keys": [ … ] } with private keys');
  }
  // Array.isArray makes its elements `any`; they are looked at one by one.
  const members = set['keys'] as readonly unknown[];
  if (members.length === 0) throw keyProblem('holds no keys: add a private key to "keys"');
  return members;
}

function duplicateKids(keys: readonly LocalKey[]): readonly string[] {
  const kids = keys.map(({ kid }) => kid);
  const twice = kids.filter((kid, index) => kids.indexOf(kid) !== index);
  return [...new Set(twice)].map((kid) => JSON.stringify(kid));
}

function problemOf(error: unknown): string {
  if (error instanceof CriiptoAuthError) return predicateOf(error);
  throw error;
}
