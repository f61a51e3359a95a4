import { it } from '@jest/globals';

import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import { CLIENT_ID } from '../support/test-app.js';

describeOnGrid('ID token', {}, (party) => {
  it('oidcc-client-test', () => expectAccepted(party()));
  it('oidcc-client-test-invalid-aud', () =>
    expectRefused(party(), {
      misbehave: (op) => op.idToken({ aud: `${CLIENT_ID}1` }),
      code: 'id_token_audience_mismatch',
    }));
});
