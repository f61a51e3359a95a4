import { InvalidOptionsError } from '../errors/options.error.js';
import type { RemoteSignerLimits } from '../keys/remote/remote-limits.js';
import { remoteSigner } from '../keys/remote/remote-signer.js';
import type { Signer } from '../keys/signer.js';
import { CryptokiLibrary } from './cryptoki-library.js';
import { PKCS11_ALGORITHMS, type Pkcs11Algorithm } from './pkcs11-algorithms.js';
import { TokenKey } from './token-key.js';

export type { Pkcs11Algorithm } from './pkcs11-algorithms.js';

export interface Pkcs11SignerOptions extends Omit<RemoteSignerLimits, 'concurrency'> {
  /** Path of the vendor's PKCS #11 library. */
  readonly library: string;
  /** The token by its label. */
  readonly tokenLabel?: string;
  /** The token by the number of its slot. Give this or `tokenLabel`. */
  readonly slot?: number;
  /** The PIN of its user. A function is asked whenever a session is opened. */
  readonly pin: string | (() => string | Promise<string>);
  /** The key by its label. */
  readonly keyLabel?: string;
  /** The key by its id, in hexadecimal digits. Give this or `keyLabel`, or both. */
  readonly keyId?: string;
  /** What the key signs with. RS256 and PS256 are of an RSA key, ES256 is of one on P-256. */
  readonly alg: Pkcs11Algorithm;
  /** @default the RFC 7638 thumbprint of the public key in the token */
  readonly kid?: string;
  /** Signatures at a time, each in a session of its own. @default 2 */
  readonly sessions?: number;
}

/**
 * A signer whose key is in an HSM or a smart card with a PKCS #11 library. Reads the public key from the
 * token. What happens to the token later on makes logins fail with `signer_failed`, and heals by itself
 * when it is back. A PIN that it refused is not tried a second time.
 *
 * @throws {CriiptoAuthError} `signer_failed` when the token cannot be opened, `key_invalid` when its key
 *   does not fit, `invalid_options`.
 */
export async function pkcs11Signer(options: Pkcs11SignerOptions): Promise<Signer> {
  const { library, pin, keyId, alg, sessions = 2 } = options;
  assertComplete(options);
  const place = {
    slot: options.slot,
    tokenLabel: options.tokenLabel,
    keyLabel: options.keyLabel,
    keyId: keyId === undefined ? undefined : Buffer.from(keyId, 'hex'),
    pin: typeof pin === 'string' ? () => pin : pin,
  };
  const key = new TokenKey(CryptokiLibrary.at(library), place, alg, sessions);
  return remoteSigner({
    ...options,
    publicJwk: await key.publicJwk(),
    mode: PKCS11_ALGORITHMS[alg].mode,
    signatureFormat: 'raw',
    concurrency: sessions,
    sign: (bytes, { signal }) => key.sign(bytes, signal),
  });
}

function assertComplete({ alg, slot, tokenLabel, keyLabel, keyId }: Pkcs11SignerOptions): void {
  const problems: string[] = [];
  if (!Object.hasOwn(PKCS11_ALGORITHMS, alg))
    problems.push(`\`alg\` must be one of ${Object.keys(PKCS11_ALGORITHMS).join(', ')}`);
  if ((slot === undefined) === (tokenLabel === undefined))
    problems.push('`tokenLabel` or `slot` must say which token: give one of them');
  if (keyLabel === undefined && keyId === undefined)
    problems.push('`keyLabel` or `keyId` must say which key');
  if (keyId !== undefined && !/^([\da-f]{2})+$/i.test(keyId))
    problems.push('`keyId` must be hexadecimal digits');
  if (problems.length > 0) throw new InvalidOptionsError(problems);
}
