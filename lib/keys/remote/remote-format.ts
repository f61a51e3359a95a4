import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { InvalidOptionsError } from '../../errors/options.error.js';
import {
  algorithmTraits,
  isSigningAlgorithm,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from '../algorithms.js';
import { publicKeyMisfit } from '../material/public-key-misfit.js';
import { isEcdsa } from './der-to-jose.js';

interface RemoteFormat {
  readonly alg: SigningAlgorithm;
  readonly publicJwk: object;
  readonly mode: 'digest' | 'message';
  readonly signatureFormat?: 'der' | 'raw';
  readonly sign: unknown;
}

/**
 * @throws {CriiptoAuthError} `invalid_options` for what its type does not allow, `key_invalid` for what does not go together.
 */
export function assertFormat(format: RemoteFormat): void {
  assertTyped(format);
  const { alg, publicJwk, mode, signatureFormat } = format;
  if (mode === 'digest' && algorithmTraits(alg).hash === null) {
    throw new CriiptoAuthError('key_invalid', `${alg} signs no hash: use \`mode: 'message'\``);
  }
  if (signatureFormat === 'der' && !isEcdsa(alg)) {
    throw new CriiptoAuthError(
      'key_invalid',
      `A signature of ${alg} is never DER: leave \`signatureFormat\` out`,
    );
  }
  const misfit = publicKeyMisfit({ ...publicJwk }, alg);
  if (misfit !== undefined) throw new CriiptoAuthError('key_invalid', `\`publicJwk\` ${misfit}`);
}

/** Options may come out of a configuration file, or out of JavaScript. */
function assertTyped({ alg, mode, signatureFormat = 'raw', sign }: RemoteFormat): void {
  const problems = [
    ...(isSigningAlgorithm(alg)
      ? []
      : [`\`alg\` must be one of ${Object.keys(SIGNING_ALGORITHMS).join(', ')}`]),
    ...(['digest', 'message'].includes(mode) ? [] : ["`mode` must be 'digest' or 'message'"]),
    ...(['der', 'raw'].includes(signatureFormat)
      ? []
      : ["`signatureFormat` must be 'der' or 'raw'"]),
    ...(typeof sign === 'function' ? [] : ['`sign` must be a function that returns a signature']),
  ];
  if (problems.length > 0) throw new InvalidOptionsError(problems);
}
