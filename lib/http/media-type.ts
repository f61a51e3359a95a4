export const JSON_TYPE = 'application/json';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The media type in a `Content-Type`, without its parameters and in small letters. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}
