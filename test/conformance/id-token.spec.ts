import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Browser } from '../support/browser.js';
import { expectRefused, type Fault } from '../support/expect-refused.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RelyingParty } from '../support/relying-party.js';
import { CLIENT_ID } from '../support/test-app.js';

/** Named as the OpenID Foundation's suite names them. */
const REFUSED: readonly (readonly [string, Fault])[] = [
  [
    'oidcc-client-test-missing-sub',
    { misbehave: (op) => op.idToken({ sub: undefined }), code: 'id_token_claim_invalid' },
  ],
  [
    'oidcc-client-test-invalid-aud',
    { misbehave: (op) => op.idToken({ aud: `${CLIENT_ID}1` }), code: 'id_token_audience_mismatch' },
  ],
];

const MODES = ['query', 'form_post'] as const;
const GRID = HTTP_ADAPTERS.flatMap(([name, adapter]) =>
  MODES.map((responseMode) => [name, responseMode, adapter] as const),
);

describe.each(GRID)('on %s by %s', (_name, responseMode, adapter) => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.start({ adapter, responseMode });
  });
  afterAll(() => party.stop());

  it('oidcc-client-test', async () => {
    const browser = new Browser();
    const { response } = await party.logIn(browser);
    expect(response.status).toBe(303);
    expect(await party.isLoggedIn(browser)).toBe(true);
  });

  it.each(REFUSED)('%s', async (_case, fault) => {
    await expectRefused(party, fault);
  });
});
