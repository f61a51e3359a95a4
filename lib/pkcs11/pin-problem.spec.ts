import { describe, expect, it } from '@jest/globals';

import { pinProblem } from './pin-problem.js';

describe('pinProblem', () => {
  it.each(['1234', 'user:password', 'with blanks', ' 1234 ', 'påssord'])('takes %j', (pin) => {
    expect(pinProblem(pin)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [undefined, 'is no text'],
    [null, 'is no text'],
    [1234, 'is no text'],
    [Buffer.from('1234'), 'is no text'],
    ['', 'is empty'],
    [' \t\n', 'is empty'],
    ['1234\r\n', 'has a line break or another control character'],
    ['1234\u0000', 'has a line break or another control character'],
  ])('refuses %j', (pin, problem) => {
    expect(pinProblem(pin)).toBe(problem);
  });
});
