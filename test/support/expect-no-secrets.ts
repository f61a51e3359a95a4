import { inspect } from 'node:util';

import { expect } from '@jest/globals';

import type { RelyingParty } from './relying-party.js';

/** The beginning of any token, as long as a header is in it. */
const TOKEN = /eyJ[\w-]{10,}\./;

/** Nothing secret or personal is in the log, an event, an error, the store or what a browser was answered. */
export function expectNoSecrets(party: RelyingParty): void {
  const { provider, log, store, errors, events, answers } = party;
  const shown = [
    log.everything,
    ...answers,
    ...store.written,
    ...[...errors, ...events].map((one) => inspect(one, { depth: 10, showHidden: true })),
    JSON.stringify([errors, events]),
  ].join('\n');
  const secrets = [...party.secrets, ...provider.secrets, ...provider.personal];
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  expect(shown).not.toMatch(TOKEN);
}
