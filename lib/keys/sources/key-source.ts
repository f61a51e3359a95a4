import { closestName } from '../../common/closest-name.js';
import type { Type } from '../../common/constructor-type.js';
import { isJsonObject } from '../../common/json.js';
import { KeyProvider } from '../key-provider.js';
import { fromEnvironment } from './env.js';
import { fromFile } from './file.js';
import { fromGenerator } from './generate.js';
import { fromJwks } from './jwks.js';
import { fromPem } from './pem.js';
import {
  type KeySourceContext,
  type KeySourceResult,
  refused,
  type ResolveSource,
} from './resolve-source.js';
import { fromRing } from './ring.js';
import { fromSigners } from './signer.js';

export type { KeySourceContext, KeySourceResult, ResolvedKeySource } from './resolve-source.js';

const SOURCES = {
  pem: fromPem,
  jwks: fromJwks,
  file: fromFile,
  env: fromEnvironment,
  signer: fromSigners,
  ring: fromRing,
  generate: fromGenerator,
} as const satisfies Record<string, ResolveSource>;

type SourceName = keyof typeof SOURCES;

const SOURCE_NAMES = Object.keys(SOURCES).filter(isSourceName);
const TAKES_PASSPHRASE: readonly SourceName[] = ['pem', 'file', 'env'];
const CHOICES = `one of ${SOURCE_NAMES.join(', ')}`;

/**
 * Checks the `keys` option, whatever was written there, as far as it can be known at boot. Either all
 * problems, each with what to write instead, or a source whose provider can be built.
 */
export async function resolveKeySource(
  keys: unknown,
  context: KeySourceContext,
): Promise<KeySourceResult> {
  if (isProvider(keys) || isProviderClass(keys))
    return { source: { isOwn: true, create: () => keys } };
  if (keys === undefined || keys === null) {
    return refused(
      '`keys` is missing: say where your private key is, such as `{ pem: process.env.CRIIPTO_PRIVATE_KEY }`',
    );
  }
  if (!isJsonObject(keys)) {
    return refused(
      `\`keys\` must be an object with ${CHOICES}, or a KeyProvider: an instance or a class`,
    );
  }
  if (typeof keys['publicKeys'] === 'function') {
    return refused('`keys` is no complete KeyProvider: write `class … extends KeyProvider`');
  }
  return resolveObject(keys, context);
}

async function resolveObject(
  keys: Readonly<Record<string, unknown>>,
  context: KeySourceContext,
): Promise<KeySourceResult> {
  const unknownNames = Object.keys(keys).filter(
    (name) => !isSourceName(name) && name !== 'passphrase',
  );
  const [name, ...others] = sourcesIn(keys);
  const problems = unknownNames.map(unknownName);
  if (name === undefined) {
    return { problems: problems.length > 0 ? problems : [`\`keys\` is empty: give ${CHOICES}`] };
  }
  if (others.length > 0) {
    problems.push(`\`keys\` has ${[name, ...others].join(' and ')}: give exactly one of them`);
    return { problems };
  }
  problems.push(...passphraseProblems(keys['passphrase'], name));
  const passphrase = typeof keys['passphrase'] === 'string' ? keys['passphrase'] : undefined;
  const result = await SOURCES[name](keys[name], context, passphrase);
  if (problems.length === 0) return result;
  return { problems: 'problems' in result ? [...problems, ...result.problems] : problems };
}

/** The sources that were given a value; when none was, those that were written at all. */
function sourcesIn(keys: Readonly<Record<string, unknown>>): readonly SourceName[] {
  const written = SOURCE_NAMES.filter((name) => name in keys);
  const given = written.filter((name) => keys[name] !== undefined);
  return given.length > 0 ? given : written.slice(0, 1);
}

function unknownName(name: string): string {
  // Only what looks like a name is repeated: it could be a key that was put in the wrong place.
  if (!/^\w{1,40}$/.test(name)) return `\`keys\` has a member that is unknown: give ${CHOICES}`;
  const meant = closestName(name, [...SOURCE_NAMES, 'passphrase']);
  const advice = meant === undefined ? `give ${CHOICES}` : `did you mean \`keys.${meant}\`?`;
  return `\`keys.${name}\` is unknown: ${advice}`;
}

function passphraseProblems(passphrase: unknown, name: SourceName): readonly string[] {
  if (passphrase === undefined) return [];
  if (!TAKES_PASSPHRASE.includes(name)) {
    return [`\`keys.passphrase\` has no meaning with \`keys.${name}\`: leave it out`];
  }
  if (typeof passphrase === 'string' && passphrase !== '') return [];
  return ['`keys.passphrase` must be a text that is not empty'];
}

function isSourceName(name: string): name is SourceName {
  return Object.hasOwn(SOURCES, name);
}

/** By its methods, so that a provider from another copy of this package is one too. */
function isProvider(keys: unknown): keys is KeyProvider {
  return typeof keys === 'object' && keys !== null && hasProviderMethods(keys);
}

function isProviderClass(keys: unknown): keys is Type<KeyProvider> {
  return typeof keys === 'function' && hasProviderMethods(keys.prototype) && keys !== KeyProvider;
}

function hasProviderMethods(value: unknown): boolean {
  // Any value with these methods is a KeyProvider: the class requires no other member.
  const { signer, publicKeys, decryptionKeys } = (value ?? {}) as Partial<KeyProvider>;
  return [signer, publicKeys, decryptionKeys].every((method) => typeof method === 'function');
}
