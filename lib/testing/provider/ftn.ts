import type { FakeClient } from '../model/fake-client.js';
import { USUAL_ENCRYPTION } from '../model/fake-encryption.js';

type Members = Readonly<Record<string, unknown>>;

const LEAST_MODULUS = 3072;

/**
 * A client with all that the Finnish Trust Network demands.
 *
 * @throws {Error} that lists what its registration lacks, as the compliance checker of the dashboard does.
 */
export function forFtn(client: FakeClient): FakeClient {
  if (!client.ftn) return client;
  const problems = problemsOf(client);
  if (problems.length > 0)
    throw new Error(
      `${client.clientId} is not ready for the Finnish Trust Network: ${problems.join('; ')}`,
    );
  return {
    ...client,
    signedRequests: 'required',
    idTokenEncryption: client.idTokenEncryption ?? USUAL_ENCRYPTION,
    userinfo: 'signedAndEncrypted',
  };
}

function problemsOf({ jwks, clientSecret }: FakeClient): readonly string[] {
  const keys = (jwks?.keys ?? []) as readonly Members[]; // objects, of which members are looked at
  const signing = keys.filter(({ use }) => use !== 'enc');
  const encryption = keys.filter(({ use }) => use === 'enc');
  const demands: readonly (readonly [isMet: boolean, problem: string])[] = [
    [clientSecret === undefined, 'it has a client secret'],
    [jwks !== undefined, 'its keys are not static: give `jwks`'],
    [signing.length > 0, 'it has no key that signs'],
    [encryption.length > 0, 'it has no key with "use": "enc"'],
    [keys.every(isStrong), `its keys are not RSA of ${LEAST_MODULUS} bits`],
    [keys.every(({ kid }) => typeof kid === 'string'), 'a key has no kid'],
    [
      !signing.some(({ n }) => encryption.some((other) => other['n'] === n)),
      'one key signs and encrypts',
    ],
  ];
  return demands.flatMap(([isMet, problem]) => (isMet ? [] : [problem]));
}

function isStrong({ kty, n }: Members): boolean {
  const bytes = typeof n === 'string' ? Buffer.from(n, 'base64url').length : 0;
  return kty === 'RSA' && bytes * 8 >= LEAST_MODULUS;
}
