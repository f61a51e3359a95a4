import 'reflect-metadata';

import { describe, expect, it } from '@jest/globals';

import { OptionalAuth } from './optional-auth.decorator.js';
import { Public } from './public.decorator.js';
import { RequireAcr } from './require-acr.decorator.js';

describe('two rules on one subject', () => {
  it('are refused on a handler, for the weaker one could win unseen', () => {
    expect(() => {
      class Controller {
        @Public() @RequireAcr('urn:grn:authn:dk:mitid:high') transfer(this: void): void {}
      }
      return Controller;
    }).toThrow('transfer has two of @Public(), @OptionalAuth() and @RequireAcr(): keep one');
  });

  it('are refused on a class', () => {
    expect(() => {
      @OptionalAuth()
      @Public()
      class Controller {}
      return Controller;
    }).toThrow('Controller has two of');
  });

  it('are one each on a class and its handler', () => {
    expect(() => {
      @RequireAcr('urn:grn:authn:dk:mitid:high')
      class Controller {
        @Public() prices(this: void): void {}
      }
      return Controller;
    }).not.toThrow();
  });
});
