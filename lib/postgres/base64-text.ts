/** A text as it is sent: PostgreSQL's own text has no NUL, and bytes are written differently by each client. */
export function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A text as it comes back, in lines of 76 characters. */
export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
