/** For every answer with status 503. */
export const RETRY_AFTER_SECONDS = '5';
