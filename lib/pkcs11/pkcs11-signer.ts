import { InvalidOptionsError } from '../errors/options.error.js';
import { remoteLimits, type RemoteSignerLimits } from '../keys/remote/remote-limits.js';
import { remoteSigner } from '../keys/remote/remote-signer.js';
import { SignerNotices } from '../keys/signer-notices.js';
import type { Signer } from '../keys/signer.js';
import { CryptokiLibrary } from './cryptoki-library.js';
import { pinProblem } from './pin-problem.js';
import { PKCS11_ALGORITHMS, type Pkcs11Algorithm } from './pkcs11-algorithms.js';
import { TokenKey, type TokenKeyPlace } from './token-key.js';

export type { Pkcs11Algorithm } from './pkcs11-algorithms.js';

export interface Pkcs11SignerOptions extends Omit<RemoteSignerLimits, 'concurrency'> {
  /** Path of the vendor's PKCS #11 library. */
  readonly library: string;
  /** The token by its label. */
  readonly tokenLabel?: string;
  /** The token by the number of its slot. Give this or `tokenLabel`. */
  readonly slot?: number;
  /** The PIN of its user. A function is asked whenever a session is opened, and has `retry.budget` to answer. */
  readonly pin: string | (() => string | Promise<string>);
  /**
   * Whether a PIN is tried where the token has counted a wrong one (`CKF_USER_PIN_COUNT_LOW`) and this
   * process knows no better: several instances with one wrong PIN would lock it. The last try is never made.
   * @default 'refuse'
   */
  readonly atCountLow?: 'refuse' | 'try';
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
 * A signer whose key is in an HSM or a smart card with a PKCS #11 library, which runs in a process of its
 * own. Reads the public key from the token. What happens to the token later on makes logins fail with
 * `signer_failed`, and heals by itself when it is back. A call that takes longer than `timeout` to sign, or
 * than `retry.budget` to open a session, has that process killed; the next signature starts another.
 * A PIN that the token refused is not tried a second time, and its last try is never made.
 *
 * @throws {CriiptoAuthError} `signer_failed` when the token cannot be opened, `key_invalid` when its key
 *   does not fit, `invalid_options`.
 */
export async function pkcs11Signer(options: Pkcs11SignerOptions): Promise<Signer> {
  assertComplete(options);
  const { library: path, pin, alg, sessions = 2 } = options;
  const { timeout, budget } = remoteLimits({ ...options, concurrency: sessions });
  const library = CryptokiLibrary.at(path);
  if (typeof pin === 'string') library.keepSecret(pin);
  const notices = new SignerNotices();
  const limits = { signature: timeout, opening: budget };
  const key = new TokenKey(library, placeOf(options), alg, limits, sessions, (notice) =>
    notices.tell(notice),
  );
  const signer = remoteSigner({
    ...options,
    publicJwk: await key.publicJwk(),
    mode: PKCS11_ALGORITHMS[alg].mode,
    signatureFormat: 'raw',
    concurrency: sessions,
    sign: (bytes, { signal }) => key.sign(bytes, signal),
  });
  return notices.of(signer);
}

function placeOf(options: Pkcs11SignerOptions): TokenKeyPlace {
  const { slot, tokenLabel, keyLabel, keyId, pin, atCountLow = 'refuse' } = options;
  return {
    slot,
    tokenLabel,
    keyLabel,
    keyId: keyId === undefined ? undefined : Buffer.from(keyId, 'hex'),
    pin: typeof pin === 'string' ? () => pin : pin,
    atCountLow,
  };
}

function assertComplete(options: Pkcs11SignerOptions): void {
  const { alg, slot, tokenLabel, keyLabel, keyId } = options;
  const problems: string[] = [...pinProblems(options)];
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

/** Options may come out of a configuration file, or out of variables that are not set. */
function pinProblems({ pin, atCountLow = 'refuse' }: Pkcs11SignerOptions): readonly string[] {
  const problem = typeof pin === 'function' ? undefined : pinProblem(pin);
  return [
    ...(problem === undefined
      ? []
      : [`\`pin\` ${problem}: give the PIN of the token's user, or a function that gives it`]),
    ...(['refuse', 'try'].includes(atCountLow) ? [] : ["`atCountLow` must be 'refuse' or 'try'"]),
  ];
}
