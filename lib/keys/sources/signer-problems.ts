import { isJsonObject } from '../../common/json.js';
import { isSigningAlgorithm, SIGNING_ALGORITHMS } from '../algorithms.js';
import { kidProblem } from '../kid.js';
import { publicKeyMisfit } from '../material/public-key-misfit.js';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What keeps this from working as a `Signer`, as predicates without a subject: "has no `kid`: …". */
export function signerProblems(signer: unknown): readonly string[] {
  if (!isObject(signer)) {
    return ['is not a Signer: give an object with `kid`, `alg`, `publicJwk` and `sign()`'];
  }
  const problems: string[] = [];
  if (typeof signer['kid'] !== 'string' || signer['kid'] === '') {
    problems.push('has no `kid`: give the name of the key, such as its RFC 7638 thumbprint');
  } else {
    const misnamed = kidProblem(signer['kid']);
    if (misnamed !== undefined) problems.push(`${misnamed}: give it another name`);
  }
  if (!isSigningAlgorithm(signer['alg'])) {
    problems.push(
      `has no \`alg\` that we know: give one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`,
    );
  }
  if (typeof signer['sign'] !== 'function') {
    problems.push('has no `sign`: give a function that returns the raw JOSE signature');
  }
  return [...problems, ...publicJwkProblems(signer)];
}

function publicJwkProblems({
  publicJwk,
  kid,
  alg,
}: Readonly<Record<string, unknown>>): readonly string[] {
  if (!isJsonObject(publicJwk)) {
    return ['has no `publicJwk`: give the public key in JWK form'];
  }
  if (PRIVATE_MEMBERS.some((member) => publicJwk[member] !== undefined)) {
    return ['has a `publicJwk` with private members: give the public key only'];
  }
  const problems: string[] = [];
  if (differs(publicJwk['kid'], kid))
    problems.push('has a `publicJwk` with another `kid` than its own');
  if (differs(publicJwk['alg'], alg))
    problems.push('has a `publicJwk` with another `alg` than its own');
  if (differs(publicJwk['use'], 'sig'))
    problems.push('has a `publicJwk` that is not for `use` "sig"');
  const misfit = publicKeyMisfit(publicJwk, isSigningAlgorithm(alg) ? alg : undefined);
  return misfit === undefined ? problems : [...problems, `has a \`publicJwk\` that ${misfit}`];
}

function differs(stated: unknown, expected: unknown): boolean {
  return stated !== undefined && stated !== expected;
}

/** A signer is often an instance of a class: its members may sit on the prototype. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
