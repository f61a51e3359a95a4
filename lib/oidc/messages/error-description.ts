/** Characters: enough for a sentence or two. */
const LONGEST = 200;
const NOT_PRINTABLE = /[^\x20-\x7e]/g;
/** National ids, telephone numbers and accounts have that many digits in a row. */
const LONG_NUMBER = /\d{6,}/g;
/** A JWT, or a part of one. An ID token tells who it is of, and an assertion of ours is a proof. */
const TOKEN = /eyJ[\w-]{8,}(?:\.[\w-]*)*/g;

/**
 * What the provider says of an error to developers (RFC 6749 section 5.2), as the log may have it: not for users, whom it
 * is not written for, and never on a page, since anybody can write one into the URL of a callback.
 */
export function errorDescription(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const shown = text
    .replace(NOT_PRINTABLE, '?')
    .replace(TOKEN, '[token]')
    .replace(LONG_NUMBER, '[number]')
    .slice(0, LONGEST);
  return shown.trim() === '' ? undefined : shown;
}

/** That of a resource that wants another token (RFC 6750 section 3). */
export function challengeDescription(challenge: string | undefined): string | undefined {
  return errorDescription(/\berror_description="([^"]*)"/i.exec(challenge ?? '')?.[1]);
}
