import 'reflect-metadata';

import { describe, expect, it } from '@jest/globals';

import { RequireAcr, type RequireAcrOptions } from './require-acr.decorator.js';

const MITID = 'urn:grn:authn:dk:mitid:high';

describe('@RequireAcr()', () => {
  it.each([[MITID], [[MITID, 'urn:grn:authn:se:bankid']]])('takes %j', (acr) => {
    expect(() => RequireAcr(acr, { maxAge: 0 })).not.toThrow();
  });

  it('takes no empty list, which everybody would satisfy', () => {
    expect(() => RequireAcr([])).toThrow(
      new TypeError('@RequireAcr() must name an acr value, or a list with one in each'),
    );
  });

  it.each([[''], [[MITID, '']], [`${MITID} mock`], ['a"b'], [undefined], [[42]]])(
    'takes no acr value that is %j, which nobody could satisfy',
    (acr) => {
      // As plain JavaScript may write it, or an environment variable that is not set.
      expect(() => RequireAcr(acr as string)).toThrow('@RequireAcr() must name an acr value');
    },
  );

  it.each([-1, 1.5, Number.NaN, '300', null])('takes no age that is %j', (maxAge) => {
    const options = { maxAge } as RequireAcrOptions; // as plain JavaScript may write it
    expect(() => RequireAcr(MITID, options)).toThrow(
      new TypeError('`maxAge` of @RequireAcr() must be a whole number of seconds'),
    );
  });

  it('takes no name that it does not know, for it may have been meant to protect', () => {
    const options: object = { maxage: 300 };
    expect(() => RequireAcr(MITID, options)).toThrow(
      new TypeError('`maxage` of @RequireAcr() is unknown: there are `maxAge` and `identity`'),
    );
  });
});

describe('@RequireAcr() leaves ages to @RequireAge()', () => {
  it.each([['urn:age-verification'], [[MITID, 'urn:age-verification']]])('in %j', (acr) => {
    expect(() => RequireAcr(acr)).toThrow(
      "@RequireAcr('urn:age-verification') asks for an age, and not for how old it is to be: write @RequireAge(18)",
    );
  });
});

describe('@RequireAcr() says who may come back', () => {
  it.each(['same', 'other'] as const)('%s', (identity) => {
    expect(() => RequireAcr(MITID, { identity })).not.toThrow();
  });

  it('and nothing else', () => {
    const options = { identity: 'anybody' } as object; // as plain JavaScript may write it
    expect(() => RequireAcr(MITID, options)).toThrow(
      new TypeError("`identity` of @RequireAcr() must be 'same' or 'other'"),
    );
  });
});
