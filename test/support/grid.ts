import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';

import { expectNoSecrets } from './expect-no-secrets.js';
import { HTTP_ADAPTERS } from './http-adapters.js';
import { RelyingParty, type RelyingPartyOptions, type ResponseMode } from './relying-party.js';

const RESPONSE_MODES: readonly ResponseMode[] = ['query', 'form_post'];
const GRID = HTTP_ADAPTERS.flatMap(([name, adapter]) =>
  RESPONSE_MODES.map((responseMode) => [name, responseMode, adapter] as const),
);

/**
 * The same cases on every adapter and by every response mode. Those of one block share a relying party;
 * none may send the provider anything that a provider could complain of, or show anything that is secret.
 */
export function describeOnGrid(
  title: string,
  settings: Omit<RelyingPartyOptions, 'adapter' | 'responseMode'>,
  cases: (party: () => RelyingParty, responseMode: ResponseMode) => void,
): void {
  describe.each(GRID)(`${title}, on %s by %s`, (_name, responseMode, adapter) => {
    let party: RelyingParty;
    beforeAll(async () => {
      party = await RelyingParty.start({ ...settings, adapter, responseMode });
    }, 30_000);
    afterAll(() => party.stop());
    afterEach(() => {
      expect(party.provider.complaints).toEqual([]);
    });
    afterEach(() => expectNoSecrets(party));
    afterEach(() => party.reset());

    cases(() => party, responseMode);
  });
}
