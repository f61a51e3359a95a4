/** OpenID Connect Core section 2. Other characters may be read as one another by what stores them. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** Whether the `sub` of a token can name somebody. */
export function isSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && SUBJECT.test(sub);
}
