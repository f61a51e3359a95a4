/**
 * The points of low order on Curve25519 (RFC 7748 section 7), by their y in the encoding of RFC 8032 section
 * 5.1.2, without the sign of x. Under a key that is one of them, texts have signatures that nobody made.
 */
const LOW_ORDER: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  // 0 and 1 again, with the prime added
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

/** @param x the public key of an Ed25519 JWK, in base64url. */
export function isOfLowOrder(x: string): boolean {
  const point = Buffer.from(x, 'base64url');
  point.writeUInt8(point.readUInt8(31) & 0x7f, 31);
  return LOW_ORDER.includes(point.toString('hex'));
}
