import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import { nameOfThrown } from './name-of-thrown.js';

describe('nameOfThrown', () => {
  it.each([
    ['its class', new RangeError('x'), 'RangeError'],
    ['its code', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['its name, when the code is a number', AbortSignal.abort().reason, 'AbortError'],
    ['its class, in another realm', runInNewContext('new TypeError("x")'), 'TypeError'],
    ['nothing, when it is undefined', undefined, 'something that is no error'],
    ['nothing, when it is null', null, 'something that is no error'],
    ['nothing, when it is a text', 'a secret', 'something that is no error'],
    ['nothing, when its name is a sentence', { name: 'a secret' }, 'something that is no error'],
  ])('is %s', (_what, thrown, name) => {
    expect(nameOfThrown(thrown)).toBe(name);
  });
});
