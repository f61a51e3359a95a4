import { closestName } from '../../common/closest-name.js';
import { days, minutes } from '../../common/durations.js';
import { isSigningAlgorithm, SIGNING_ALGORITHMS, type SigningAlgorithm } from '../algorithms.js';
import { shown } from '../key-problem.js';
import type { KeyRingStore } from '../ring/key-ring.store.js';
import { DEFAULT_PERIODS } from '../ring/rotation-policy.js';
import type { KeyRingOptions } from './keys-options.js';

interface Range {
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
}

const NUMBERS = {
  rotateEvery: { byDefault: DEFAULT_PERIODS.rotateEvery, min: minutes(2), max: days(365) },
  publishLead: { byDefault: DEFAULT_PERIODS.publishLead, min: minutes(1), max: days(30) },
  retireLag: { byDefault: DEFAULT_PERIODS.retireLag, min: minutes(1), max: days(30) },
  modulusLength: { byDefault: 2048, min: 2048, max: 4096 },
} as const satisfies Record<string, Range>;

const NAMES = ['store', 'encryptionKey', 'algorithm', 'encryption', ...Object.keys(NUMBERS)];
const MIN_SECRET_LENGTH = 32;

/** `keys.ring` with every default. Only to be used when it came with no problems. */
export type RingOptions = Required<KeyRingOptions>;

type Written = Readonly<Record<string, unknown>>;
type Problem = (name: string, what: string) => void;

/** Checks `keys.ring` and collects everything that is wrong with it. */
export function readRingOptions(
  written: Written,
  asked: SigningAlgorithm | undefined,
  problems: string[],
): RingOptions {
  const problem: Problem = (name, what) => problems.push(`\`keys.ring.${name}\` ${what}`);
  checkNames(written, problem);
  if (!isStore(written['store'])) {
    problem('store', 'must be a KeyRingStore, such as `new FileKeyRingStore(path)`');
  }
  const secrets = secretProblem(written['encryptionKey']);
  if (secrets !== undefined) problem('encryptionKey', secrets);
  const encryption = written['encryption'] ?? false;
  if (typeof encryption !== 'boolean') problem('encryption', 'must be true or false');
  const options = {
    // What is not as its type says was noted as a problem above.
    store: written['store'] as KeyRingStore,
    encryptionKey: written['encryptionKey'] as KeyRingOptions['encryptionKey'],
    algorithm: readAlgorithm(written, asked, problem),
    encryption: encryption === true,
    rotateEvery: readNumber('rotateEvery', written, problem),
    publishLead: readNumber('publishLead', written, problem),
    retireLag: readNumber('retireLag', written, problem),
    modulusLength: readNumber('modulusLength', written, problem),
  };
  if (options.rotateEvery < options.publishLead + options.retireLag) {
    problem('rotateEvery', 'must be at least `publishLead` and `retireLag` together');
  }
  return options;
}

function checkNames(written: Written, problem: Problem): void {
  for (const name of Object.keys(written).filter((each) => !NAMES.includes(each))) {
    const meant = closestName(name, NAMES);
    const advice = meant ? `did you mean \`keys.ring.${meant}\`?` : `known are ${NAMES.join(', ')}`;
    problem(/^\w{1,40}$/.test(name) ? name : '…', `is unknown: ${advice}`);
  }
}

function readAlgorithm(
  written: Written,
  asked: SigningAlgorithm | undefined,
  problem: Problem,
): SigningAlgorithm {
  const algorithm = written['algorithm'] ?? asked ?? 'RS256';
  if (!isSigningAlgorithm(algorithm)) {
    problem('algorithm', `must be one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`);
    return 'RS256';
  }
  if (asked !== undefined && algorithm !== asked) {
    problem(
      'algorithm',
      `is ${shown(algorithm)}, and \`assertion.algorithm\` another: leave one out`,
    );
  }
  return algorithm;
}

function readNumber(name: keyof typeof NUMBERS, written: Written, problem: Problem): number {
  const { byDefault, min, max } = NUMBERS[name];
  const value = written[name] ?? byDefault;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  problem(name, `must be a whole number, from ${min} to ${max}`);
  return byDefault;
}

function isStore(store: unknown): boolean {
  // By its methods, so that a store from another copy of this package is one too.
  const { load, save } = (store ?? {}) as Partial<KeyRingStore>;
  return typeof load === 'function' && typeof save === 'function';
}

function secretProblem(encryptionKey: unknown): string | undefined {
  if (encryptionKey === false) return undefined;
  const secrets: readonly unknown[] = Array.isArray(encryptionKey)
    ? encryptionKey
    : [encryptionKey];
  const areLong = secrets.every(
    (secret) => typeof secret === 'string' && secret.trim().length >= MIN_SECRET_LENGTH,
  );
  if (areLong && secrets.length > 0) return undefined;
  return (
    `must be at least ${MIN_SECRET_LENGTH} random characters, such as \`openssl rand -base64 32\` makes, ` +
    'or a list of such texts; `false` stores private keys in plain text'
  );
}
