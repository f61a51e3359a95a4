import { describe, expect, it } from '@jest/globals';
import { HealthIndicatorService } from '@nestjs/terminus';

import { degraded } from './degraded.js';

describe('degraded', () => {
  it('is the state of that name, where Terminus has it', () => {
    const session = new HealthIndicatorService().check('provider');
    expect(degraded(session, { copyAge: 7 })).toEqual({
      provider: { status: 'degraded', copyAge: 7 },
    });
  });

  it('is up, and says so beside, on Terminus 11', () => {
    const session = { up: (data: object) => ({ provider: { status: 'up', ...data } }) };
    expect(degraded(session, { copyAge: 7 })).toEqual({
      provider: { status: 'up', copyAge: 7, isDegraded: true },
    });
  });
});
