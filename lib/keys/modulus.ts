/** How many bits the modulus of an RSA key has, which a JWK has as `n`. */
export function modulusBits(n: string): number {
  const bytes = Buffer.from(n, 'base64url');
  // Some put a zero in front of it.
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (bytes.length - first) * 8 - Math.clz32(bytes.readUInt8(first)) + 24;
}

/** RFC 8017 section 8: a signature of RSA is as long as the modulus. */
export function modulusBytes(n: string): number {
  return Math.ceil(modulusBits(n) / 8);
}
