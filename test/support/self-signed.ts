import { sign } from 'node:crypto';

import { keyPair } from './private-keys.js';

const SEQUENCE = 0x30;
const DAY_MS = 86_400_000;
/** `ecdsa-with-SHA256` */
const ALGORITHM = tlv(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));
/** `CN=localhost` */
const COMMON_NAME = Buffer.concat([
  Buffer.from('0603550403', 'hex'),
  tlv(0x0c, Buffer.from('localhost')),
]);
const NAME = tlv(SEQUENCE, tlv(0x31, tlv(SEQUENCE, COMMON_NAME)));

/** A certificate that vouches for itself (RFC 5280), good until so many days from now, and its key. */
export function selfSigned(days: number): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = keyPair('P-256');
  const end = Date.now() + days * DAY_MS;
  const content = tlv(
    SEQUENCE,
    tlv(0x02, Buffer.of(1)), // serial number
    ALGORITHM,
    NAME, // issuer
    tlv(SEQUENCE, utcTime(end - 1000 * DAY_MS), utcTime(end)),
    NAME, // subject
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = tlv(0x03, Buffer.of(0), sign('sha256', content, privateKey));
  const cert = tlv(SEQUENCE, content, ALGORITHM, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Tag, length and value in DER. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(value), value]);
}

/** In as few bytes as it takes, which browsers insist on. */
function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff);
}

function utcTime(time: number): Buffer {
  const text = new Date(time).toISOString().replace(/[-T:]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${text}Z`));
}
