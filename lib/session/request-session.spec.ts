import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { rememberSession, sessionOf } from './request-session.js';
import type { Session } from './session.js';

const session = {} as Session; // which nobody looks into here
const contextOf = (request: object) => ({ getType: () => 'http', getArgs: () => [request] });

describe('the session of a request', () => {
  it('is known to another copy of the package', async () => {
    const other = await secondCopy(() => import('./request-session.js'));
    const context = contextOf({});
    rememberSession(context, session);
    expect(other.sessionOf(context)).toBe(session);
    other.rememberSession(context, undefined);
    expect(sessionOf(context)).toBeUndefined();
  });
});
