import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from './criipto-auth.error.js';
import { failureFacts, failureLine, whatHappened } from './error-report.js';

const PLAIN = new CriiptoAuthError('provider_error', 'It failed');
const TOLD = new CriiptoAuthError('provider_error', 'It failed', {
  traceId: 'trace-1',
  description: 'Unknown client',
});

describe('failureFacts', () => {
  it('are code and reference, and what the provider told', () => {
    const { correlationId } = TOLD;
    const told = { traceId: 'trace-1', description: 'Unknown client' };
    expect(failureFacts(TOLD)).toStrictEqual({ code: 'provider_error', correlationId, ...told });
  });

  it('have no member for what nobody told', () => {
    const { correlationId } = PLAIN;
    expect(failureFacts(PLAIN)).toStrictEqual({ code: 'provider_error', correlationId });
  });
});

describe('failureLine', () => {
  it('has the words of the provider in quotes, and its id of the request', () => {
    expect(failureLine(TOLD)).toBe(
      `provider_error (${TOLD.correlationId}): It failed. The provider says: "Unknown client" [trace id trace-1]`,
    );
  });

  it('is one line', () => {
    const error = new CriiptoAuthError('provider_error', 'a\r\nb\u2028c');
    expect(failureLine(error)).toMatch(/: a {2}b c$/);
  });
});

describe('whatHappened', () => {
  it('is the message where there is no more', () => {
    expect(whatHappened(PLAIN)).toBe('It failed');
  });
});
