import { remoteSigner } from '../../dist/index.js';

/** Long enough on a busy machine, short enough that nobody is refused when it signs again. */
const LIMITS = { timeout: 1, retry: false, circuitBreaker: { pause: 1 } };

/** Lets the keys of a ring sign as if they were elsewhere: a service that may stall, and then never answers what it was asked. */
export function letSignersStall(keys) {
  const known = new Map();
  const inMemory = keys.signer.bind(keys);
  let isStalled = false;

  const atService = (signer) =>
    remoteSigner({
      ...LIMITS,
      kid: signer.kid,
      alg: signer.alg,
      publicJwk: signer.publicJwk,
      mode: 'message',
      sign: (bytes, options) =>
        isStalled ? new Promise(() => undefined) : signer.sign(bytes, options),
    });
  keys.signer = async () => {
    const signer = await inMemory();
    if (!known.has(signer.kid)) known.set(signer.kid, atService(signer));
    return known.get(signer.kid);
  };
  return { stall: () => void (isStalled = true), goOn: () => void (isStalled = false) };
}
