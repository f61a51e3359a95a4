import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from './criipto-auth.error.js';
import { retold } from './retold.js';

describe('retold', () => {
  const cause = new Error('underneath');
  const error = new CriiptoAuthError('code_rejected', 'no', {
    cause,
    traceId: 'trace-1',
    description: 'It was used',
  });

  it('keeps all that is not told otherwise', () => {
    const again = retold(error, { code: 'refresh_rejected' });
    expect(again).toMatchObject({ code: 'refresh_rejected', message: 'no', cause });
    expect(again).toMatchObject({ traceId: 'trace-1', description: 'It was used' });
  });

  it('tells what was not known before', () => {
    const plain = new CriiptoAuthError('code_rejected', 'no');
    expect(retold(plain, { traceId: 'trace-2' }).traceId).toBe('trace-2');
  });
});
