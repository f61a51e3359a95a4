import { describe, expect, it } from '@jest/globals';

import { problemsOf, resolveWritten } from '../../../test/support/written-options.js';

const MITID = 'urn:grn:authn:dk:mitid:substantial';

describe('the option login.eids', () => {
  it.each<[object, object, string]>([
    [{ eids: ['mitld'] }, {}, '`login.eids` names an eID that is unknown: did you mean "mitid"?'],
    [{ eids: ['unknown'] }, {}, '`login.eids` names an eID by which nobody can log in: known are'],
    [{ eids: ['age-verification'] }, {}, '`login.eids` names an eID by which nobody can log in'],
    [
      { eids: ['mitid', 'freja'], acrValues: MITID },
      {},
      '`login.eids` names "freja", of which `login.acrValues` has no value',
    ],
    [{ eids: ['mitid'] }, { login: false }, '`login.eids` needs the login route'],
  ])('refuses %j with routes %j', async (login, routes, problem) => {
    expect(await problemsOf(resolveWritten({ login }, routes))).toEqual([
      expect.stringContaining(problem),
    ]);
  });
});
