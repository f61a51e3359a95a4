import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { traceIdIn, withTraceId } from './trace-id.js';

const sent = (value: string | undefined) => traceIdIn((name) => (name === 'trace-id' ? value : ''));

describe('traceIdIn', () => {
  it.each([
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '0HMVD9:00000001',
    'YWJj/+==',
    'x'.repeat(128),
  ])('is %j', (id) => {
    expect(sent(id)).toBe(id);
  });

  it.each([
    undefined,
    '',
    'two words',
    'a\nLogin completed',
    '\u001b[2J',
    '<b>',
    '"',
    'ø',
    'x'.repeat(129),
  ])('is nothing when the provider sends %j', (id) => {
    expect(sent(id)).toBeUndefined();
  });
});

describe('withTraceId', () => {
  const error = new CriiptoAuthError('code_rejected', 'no', { cause: 'why' });

  it('is the same error, with the id', () => {
    expect(withTraceId(error, 'trace-1')).toMatchObject({
      code: 'code_rejected',
      message: 'no',
      cause: 'why',
      traceId: 'trace-1',
    });
  });

  it('is the very error when there is no id', () => {
    expect(withTraceId(error, undefined)).toBe(error);
  });

  it('leaves the errors of others alone', () => {
    const other = new Error('mine');
    expect(withTraceId(other, 'trace-1')).toBe(other);
  });
});
