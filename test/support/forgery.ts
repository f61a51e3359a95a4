/** What can be done to a signed token by somebody without its key, and by somebody with another. */

export interface Segments {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

export function segmentsOf(token: string): Segments {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { header, payload, signature };
}

export function joined({ header, payload, signature }: Segments): string {
  return `${header}.${payload}.${signature}`;
}

/** The same token with other segments. */
export function withSegments(token: string, segments: Partial<Segments>): string {
  return joined({ ...segmentsOf(token), ...segments });
}

/** The same token with another signature. */
export function withSignature(token: string, alter: (signature: Buffer) => Uint8Array): string {
  const { signature } = segmentsOf(token);
  return withSegments(token, { signature: base64url(alter(Buffer.from(signature, 'base64url'))) });
}

/** The claims of a token as the text that was signed. */
export function payloadOf(token: string): string {
  return Buffer.from(segmentsOf(token).payload, 'base64url').toString();
}

/** An object as JSON, anything else as it is. */
export function base64url(content: string | Uint8Array | object): string {
  const isRaw = typeof content === 'string' || content instanceof Uint8Array;
  return Buffer.from(isRaw ? content : JSON.stringify(content)).toString('base64url');
}

/** Every bit of the pattern that the OpenID Foundation's suite spoils signatures with. */
export function spoilt(signature: Uint8Array): Uint8Array {
  return signature.map((byte) => byte ^ 0x5a);
}
