import { describe, expect, it } from '@jest/globals';

import { presentMembers } from './present-members.js';

describe('presentMembers', () => {
  it('are all but those that say nothing', () => {
    const object = { a: null, b: '', c: undefined, d: 0, e: false, f: 'text', g: [] };
    expect(presentMembers(object)).toStrictEqual({ d: 0, e: false, f: 'text', g: [] });
  });
});
