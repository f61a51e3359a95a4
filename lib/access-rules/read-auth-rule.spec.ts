import 'reflect-metadata';

import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { authRuleOf } from './auth-rule.decorator.js';
import { Public } from './public.decorator.js';
import { readAuthRule } from './read-auth-rule.js';

const MITID = 'urn:grn:authn:dk:mitid:high';

describe('readAuthRule', () => {
  it.each([
    { kind: 'public' },
    { kind: 'public', guard: BearerGuard },
    { kind: 'optional' },
    { kind: 'acr', acrValues: [MITID] },
    { kind: 'acr', acrValues: [MITID], maxAge: 300 },
    { kind: 'acr', acrValues: [MITID], maxAge: undefined },
    { kind: 'acr', acrValues: [MITID], identity: 'same' },
    { kind: 'acr', acrValues: [MITID], identity: 'other' },
    { kind: 'age', years: 18 },
    { kind: 'age', years: 18, country: 'DK', maxAge: 300 },
    { kind: 'company' },
  ])('knows %j', (rule) => {
    expect(readAuthRule(rule)).toBe(rule);
  });

  it.each([
    null,
    'public',
    ['public'],
    {},
    { kind: 'company', cvr: '12345678' },
    { kind: 'unknown' },
    { kind: 'toString' },
    { kind: 'public', guard: 'bearer' },
    { kind: 'public', guard: undefined },
    { kind: 'public', guard: Date },
    { kind: 'public', guard: BearerGuard, more: true },
    { kind: 'optional', acrValues: [MITID] },
    { kind: 'acr' },
    { kind: 'acr', acrValues: [] },
    { kind: 'acr', acrValues: MITID },
    { kind: 'acr', acrValues: [MITID, 42] },
    { kind: 'acr', acrValues: [MITID], maxAge: '300' },
    { kind: 'acr', acrValues: [MITID], maxAge: -1 },
    { kind: 'acr', acrValues: [MITID], identity: 'similar' },
    { kind: 'acr', acrValues: ['urn:age-verification'] },
    { kind: 'age' },
    { kind: 'age', years: '18' },
    { kind: 'age', years: 0 },
    { kind: 'age', years: 18, country: 'XX' },
    { kind: 'age', years: 18, maxAge: -1 },
    { kind: 'age', years: 18, invented: 'later' },
  ])('does not guess what is meant by %j', (found) => {
    expect(readAuthRule(found)).toEqual({ kind: 'unknown' });
  });
});

describe('a rule of another copy of the package', () => {
  const ofOther = () => secondCopy(() => import('./require-acr.decorator.js'));

  it('is read here', async () => {
    const { RequireAcr } = await ofOther();
    class Controller {
      @RequireAcr(MITID, { maxAge: 300 }) transfer(this: void): void {}
    }
    const context = new ExecutionContextHost([], Controller, Controller.prototype.transfer);
    expect(authRuleOf(new Reflector(), context, {})).toEqual({
      kind: 'acr',
      acrValues: [MITID],
      maxAge: 300,
    });
  });

  it('is one of two, where there is another', async () => {
    const { RequireAcr } = await ofOther();
    expect(() => {
      class Controller {
        @Public() @RequireAcr(MITID) transfer(this: void): void {}
      }
      return Controller;
    }).toThrow('transfer has two of');
  });
});
