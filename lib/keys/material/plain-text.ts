import { withoutByteOrderMark } from '../../common/byte-order-mark.js';
import { looksLikePem } from './pem.js';

/** Without the alphabet's padding, and with the line breaks that `base64` puts into it. */
const BASE64 = /^[\w+/-]{16,}={0,2}$/;

/**
 * The text of a key, without what editors and deployments wrap it in: a byte order mark, and Base64, in which
 * a text of several lines goes into one environment variable.
 */
export function plainText(material: string): string {
  const text = withoutByteOrderMark(material);
  const packed = text.replaceAll(/\s|\\[nr]/g, '').replace(/^(['"])(.*)\1$/, '$2');
  if (!BASE64.test(packed)) return text;
  const unpacked = withoutByteOrderMark(Buffer.from(packed, 'base64').toString());
  return looksLikePem(unpacked) || unpacked.trimStart().startsWith('{') ? unpacked : text;
}
