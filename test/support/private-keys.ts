import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyExportOptions,
  type KeyObject,
} from 'node:crypto';

export type KeyKind =
  | 'rsa'
  | 'rsa1024'
  | 'rsa3072'
  | 'rsa-pss'
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | 'secp256k1'
  | 'ed25519'
  | 'ed448'
  | 'x25519'
  | 'dsa';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const PUBLIC = { type: 'spki', format: 'der' } as const;
const PRIVATE = { type: 'pkcs8', format: 'der' } as const;

declare global {
  /** Of jest-environment.js, for all specs of a process. */
  var keyPairs: Map<string, Pair> | undefined;
}

const pairs = globalThis.keyPairs ?? new Map<string, Pair>();

/** A key pair of its kind: the same for the same `nth`, since RSA keys take long to make. */
export function keyPair(kind: KeyKind, nth = 0): Pair {
  const name = `${kind} ${nth}`;
  const pair = pairs.get(name) ?? detached(generate(kind));
  pairs.set(name, pair);
  return pair;
}

export function privateJwk(kind: KeyKind, members: object = {}, nth = 0): JsonWebKey {
  return { ...keyPair(kind, nth).privateKey.export({ format: 'jwk' }), ...members };
}

export function publicJwk(kind: KeyKind, members: object = {}, nth = 0): JsonWebKey {
  return { ...keyPair(kind, nth).publicKey.export({ format: 'jwk' }), ...members };
}

export function privatePem(
  kind: KeyKind,
  type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8',
  passphrase?: string,
): string {
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const options: KeyExportOptions<'pem'> = { type, format: 'pem', ...encryption };
  return keyPair(kind).privateKey.export(options).toString();
}

export function publicPem(kind: KeyKind): string {
  return keyPair(kind).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * The same keys, apart from the job that made them. On Node 20 they share a lock with it: when the
 * collector frees the job in the midst of `export({ format: 'jwk' })`, the process stands still for
 * ever. DER is written without that lock.
 */
function detached({ publicKey, privateKey }: Pair): Pair {
  return {
    publicKey: createPublicKey({ key: publicKey.export(PUBLIC), ...PUBLIC }),
    privateKey: createPrivateKey({ key: privateKey.export(PRIVATE), ...PRIVATE }),
  };
}

function generate(kind: KeyKind): Pair {
  switch (kind) {
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'rsa1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
    case 'rsa3072':
      return generateKeyPairSync('rsa', { modulusLength: 3072 });
    case 'rsa-pss':
      return generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    case 'dsa':
      return generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
    case 'ed448':
      return generateKeyPairSync('ed448');
    case 'x25519':
      return generateKeyPairSync('x25519');
    default:
      return generateKeyPairSync('ec', { namedCurve: kind });
  }
}
