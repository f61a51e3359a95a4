import { describe, expect, it } from '@jest/globals';

import { ERROR_CODES } from './error-codes.js';

const codes = Object.entries(ERROR_CODES);

describe('ERROR_CODES', () => {
  it.each(codes)('%s has the name of a code and the status of an error', (code, { status }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  it('calls those retryable, and only those, whose status says so', () => {
    const [retryable, final] = [true, false].map((wanted) =>
      codes.filter(([, traits]) => traits.retryable === wanted).map(([, { status }]) => status),
    );
    expect(new Set(retryable)).toEqual(new Set([429, 503, 504]));
    expect(new Set(final)).toEqual(new Set([400, 401, 403, 409, 500, 502]));
  });
});
