import { HttpException } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { CriiptoAuthError } from './criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from './error-codes.js';
import { InvalidOptionsError } from './options.error.js';
import { SilentLoginError } from './silent-login.error.js';
import { UserRefusedError } from './user-refused.error.js';

const OURS = { CriiptoAuthError, InvalidOptionsError, SilentLoginError, UserRefusedError };
type Classes = typeof OURS;

let other: Classes;
beforeAll(async () => {
  other = await secondCopy(async () => ({
    ...(await import('./criipto-auth.error.js')),
    ...(await import('./options.error.js')),
    ...(await import('./silent-login.error.js')),
    ...(await import('./user-refused.error.js')),
  }));
});

/** One error of each class. */
const made = (classes: Classes): Record<keyof Classes, Error> => ({
  CriiptoAuthError: new classes.CriiptoAuthError('login_expired', 'x'),
  InvalidOptionsError: new classes.InvalidOptionsError(['x']),
  SilentLoginError: new classes.SilentLoginError('login_required', 'x', '/'),
  UserRefusedError: new classes.UserRefusedError('no_account'),
});

describe('an error of another copy of the package', () => {
  it('is of another class', () => {
    expect(other.CriiptoAuthError).not.toBe(CriiptoAuthError);
    expect(Object.getPrototypeOf(made(other).CriiptoAuthError)).not.toBe(
      CriiptoAuthError.prototype,
    );
  });

  it.each(Object.keys(OURS) as (keyof Classes)[])('is known here as what it is: %s', (name) => {
    const known = (Object.keys(OURS) as (keyof Classes)[]).filter(
      (each) => made(other)[name] instanceof OURS[each],
    );
    expect(known).toEqual([...new Set(['CriiptoAuthError', name])]);
  });

  it('is known there as well', () => {
    expect(made(OURS).UserRefusedError).toBeInstanceOf(other.UserRefusedError);
  });

  it('is not known by a code that there is not here', () => {
    const code = 'invented_later' as CriiptoAuthErrorCode; // of a newer version
    class NewerError extends other.CriiptoAuthError {
      override get status() {
        return 400;
      }
    }
    expect(new NewerError(code, 'x') instanceof CriiptoAuthError).toBe(false);
  });

  it.each([
    ['UserRefusedError', 'messageCode'],
    ['SilentLoginError', 'returnTo'],
    ['InvalidOptionsError', 'problems'],
  ] as const)('is no %s without its %s', (name, member) => {
    const error = Object.assign(made(other)[name], { [member]: undefined });
    expect(error instanceof OURS[name]).toBe(false);
    expect(error).toBeInstanceOf(CriiptoAuthError);
  });

  it("is not of a class that is the application's own", () => {
    class OwnError extends UserRefusedError {}
    expect(made(other).UserRefusedError instanceof OwnError).toBe(false);
    expect(made(OURS).UserRefusedError instanceof OwnError).toBe(false);
    expect(new OwnError('x')).toBeInstanceOf(OwnError);
  });

  it("may be of the application's own class there", () => {
    class OwnError extends other.UserRefusedError {}
    expect(new OwnError('x')).toBeInstanceOf(UserRefusedError);
  });
});

describe('an error of somebody else', () => {
  it.each([
    ['another exception of Nest', new HttpException('x', 400)],
    ['an error with a code of ours', Object.assign(new Error('x'), { code: 'login_expired' })],
    ['an object', { code: 'login_expired', message: 'x', correlationId: 'x' }],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'login_expired'],
  ])('is none of ours: %s', (_what, thrown) => {
    expect(thrown instanceof CriiptoAuthError).toBe(false);
  });
});
