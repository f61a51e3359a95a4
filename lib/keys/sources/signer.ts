import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyProviderDependencies } from '../key-provider-dependencies.js';
import { KeyProvider } from '../key-provider.js';
import { type PublicJwk, toPublicJwk } from '../public-jwk.js';
import { hearSigner } from '../signer-notices.js';
import type { Signer } from '../signer.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';
import { probeSigner } from './signer-probe.js';
import { signerProblems } from './signer-problems.js';

/** `{ signer }`. Each signs once before the application starts. */
export async function fromSigners(
  signer: unknown,
  { algorithm }: KeySourceContext,
): Promise<KeySourceResult> {
  const given: readonly unknown[] = Array.isArray(signer) ? signer : [signer];
  if (given.length === 0)
    return refused('`keys.signer` is an empty list: give at least one Signer');
  const problems = given.flatMap((each, index) =>
    signerProblems(each).map((problem) => `${subjectOf(index, given)} ${problem}`),
  );
  if (problems.length > 0) return { problems };
  // signerProblems() found nothing that keeps any of them from being a Signer.
  const signers = given as readonly Signer[];
  const misfits = [...repeatedKids(signers), ...otherAlgorithm(signers, algorithm)];
  if (misfits.length > 0) return { problems: misfits };
  return tried(signers);
}

/** A key that is away for the moment is no reason not to start; one that signs something else is. */
async function tried(signers: readonly Signer[]): Promise<KeySourceResult> {
  const outcomes = await Promise.all(signers.map(probeSigner));
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const subject = subjectOf(index, signers);
    if (outcome === 'works') continue;
    if ('problem' in outcome) problems.push(`${subject} ${outcome.problem}`);
    else warnings.push(`${subject} could not sign at start-up (${outcome.failure})`);
  }
  if (problems.length > 0) return { problems };
  const create = ({ report }: KeyProviderDependencies) => {
    for (const warning of warnings) report(warning);
    for (const signer of signers) hearSigner(signer, report);
    return new SignerKeyProvider(signers);
  };
  return { source: { create } };
}

function subjectOf(index: number, { length }: readonly unknown[]): string {
  return length > 1 ? `\`keys.signer[${index}]\`` : '`keys.signer`';
}

function repeatedKids(signers: readonly Signer[]): readonly string[] {
  const kids = signers.map(({ kid }) => kid);
  const repeated = new Set(kids.filter((kid, index) => kids.indexOf(kid) !== index));
  return [...repeated].map(
    (kid) =>
      `\`keys.signer\` holds two signers with the kid ${JSON.stringify(kid)}: give each its own`,
  );
}

function otherAlgorithm(
  [active]: readonly Signer[],
  algorithm: SigningAlgorithm | undefined,
): readonly string[] {
  if (active === undefined || algorithm === undefined || active.alg === algorithm) return [];
  return [
    `\`keys.signer\` signs ${active.alg}, but ${algorithm} is asked for: ` +
      'leave `assertion.algorithm` out, or give a signer that fits it',
  ];
}

/** Keys that never enter the process: each signs by its own `Signer`. The first is the active one. */
export class SignerKeyProvider extends KeyProvider {
  private readonly active: Signer;
  private readonly published: readonly PublicJwk[];

  /**
   * @throws {CriiptoAuthError} `key_invalid` when there is no signer, or one without a proper public key.
   */
  constructor(signers: readonly Signer[]) {
    super();
    const [active] = signers;
    if (active === undefined) throw new CriiptoAuthError('key_invalid', 'There is no signer.');
    this.active = active;
    this.published = Object.freeze(
      signers.map(({ kid, alg, publicJwk }) => toPublicJwk({ ...publicJwk, kid, alg, use: 'sig' })),
    );
  }

  override signer(): Promise<Signer> {
    return Promise.resolve(this.active);
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve(this.published);
  }
}
