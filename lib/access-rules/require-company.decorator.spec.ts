import 'reflect-metadata';

import { describe, expect, it } from '@jest/globals';

import { AUTH_RULE } from './auth-rule.js';
import { OptionalAuth } from './optional-auth.decorator.js';
import { RequireCompany } from './require-company.decorator.js';

describe('@RequireCompany()', () => {
  it('is a rule of a class and of a handler', () => {
    @RequireCompany()
    class Controller {
      @RequireCompany() invoices(this: void): void {}
    }
    const rules = [Controller, Controller.prototype.invoices].map((subject): unknown =>
      Reflect.getMetadata(AUTH_RULE, subject),
    );
    expect(rules).toEqual([{ kind: 'company' }, { kind: 'company' }]);
  });

  it('is one rule: there cannot be another beside it', () => {
    expect(() => {
      class Controller {
        @OptionalAuth() @RequireCompany() invoices(this: void): void {}
      }
      return Controller;
    }).toThrow('invoices has two of');
  });
});
