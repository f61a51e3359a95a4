import { describe, expect, it } from '@jest/globals';

import { isSufficient } from './sufficient-authentication.js';

const SUBSTANTIAL = 'urn:grn:authn:dk:mitid:substantial';
const HIGH = 'urn:grn:authn:dk:mitid:high';
const NOW = 1_800_000_000;
const CLOCKS = { now: NOW, clockTolerance: 60 };

/** Somebody who logged in with MitID a minute ago, but for what a test says otherwise. */
const facts = ({ ago = 60, isTimeTold = true } = {}) => ({
  authentication: {
    eid: 'mitid' as const,
    acr: SUBSTANTIAL,
    level: 'substantial' as const,
    authenticatedAt: new Date((NOW - ago) * 1000),
  },
  isTimeTold,
});

describe('isSufficient takes', () => {
  it.each([
    ['a login as strong as is demanded', facts(), { acrValues: [SUBSTANTIAL] }],
    ['one that is as recent too', facts(), { acrValues: [SUBSTANTIAL], maxAge: 300 }],
    ['an old one, when age is no matter', facts({ ago: 1e6 }), { acrValues: [SUBSTANTIAL] }],
    ['one of unknown age then', facts({ isTimeTold: false }), { acrValues: [SUBSTANTIAL] }],
    ['any, when nothing is demanded', facts(), { acrValues: [] }],
  ])('%s', (_what, login, demand) => {
    expect(isSufficient(login, demand, CLOCKS)).toBe(true);
  });
});

describe('isSufficient refuses', () => {
  it.each([
    ['a weaker login', facts(), { acrValues: [HIGH] }],
    ['a weaker one that is recent', facts(), { acrValues: [HIGH], maxAge: 300 }],
    ['an older one', facts({ ago: 361 }), { acrValues: [SUBSTANTIAL], maxAge: 300 }],
    ['one of unknown age', facts({ isTimeTold: false }), { acrValues: [], maxAge: 300 }],
  ])('%s', (_what, login, demand) => {
    expect(isSufficient(login, demand, CLOCKS)).toBe(false);
  });
});
