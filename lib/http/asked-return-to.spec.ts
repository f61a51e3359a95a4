import { describe, expect, it } from '@jest/globals';

import { askedReturnTo } from './asked-return-to.js';

const PATH = '/søg?q=blå bær+1';

describe('askedReturnTo', () => {
  it.each([
    ['encodeURIComponent', `returnTo=${encodeURIComponent(PATH)}`],
    ['URLSearchParams', new URLSearchParams({ returnTo: PATH }).toString()],
    ['encodeURI, which leaves slashes and pluses as they are', encodeURI(`returnTo=${PATH}`)],
  ])('is what was written by %s', (_how, query) => {
    expect(askedReturnTo({ url: `/auth/login?a=1&${query}&b=2` })).toBe(PATH);
  });

  it.each(['', '?return=/a', '?returnTo=/a&returnTo=/b', '?returnto=/a'])(
    'is nothing in a query such as "%s"',
    (query) => {
      expect(askedReturnTo({ url: `/auth/login${query}` })).toBeUndefined();
    },
  );
});
