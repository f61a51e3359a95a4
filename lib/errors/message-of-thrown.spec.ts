import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import { messageOfThrown } from './message-of-thrown.js';

describe('messageOfThrown', () => {
  it.each([
    ['an error', new RangeError('OOM x'), 'OOM x'],
    ['an error of another realm', runInNewContext('new Error("OOM x")'), 'OOM x'],
    ['what is no error', { message: 42 }, undefined],
    ['a text', 'OOM x', undefined],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('reads %s', (_what, thrown: unknown, message) => {
    expect(messageOfThrown(thrown)).toBe(message);
  });
});
