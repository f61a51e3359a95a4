/** How a response is encrypted for a client (RFC 7518 sections 4 and 5). */
export interface FakeEncryption {
  readonly alg: 'RSA-OAEP-256' | 'RSA-OAEP';
  readonly enc: 'A256GCM' | 'A128CBC-HS256' | 'A256CBC-HS512' | 'A128GCM';
}

export const USUAL_ENCRYPTION: FakeEncryption = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };
