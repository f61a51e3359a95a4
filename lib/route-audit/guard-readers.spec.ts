import 'reflect-metadata';

import { Inject, Injectable } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { BearerGuard } from '../access/bearer.guard.js';
import type { Contained } from './container.js';
import { GuardReaders } from './guard-readers.js';

/** The readers of a guard in an application that provides this beside it. */
function readersOf(guard: unknown, ...provided: readonly Contained[]): readonly string[] {
  const providers = new Map(provided.map((one) => [one.token, one]));
  const injectables = new Map<unknown, Contained>();
  return new GuardReaders([{ providers, injectables, controllers: new Map() }]).of(guard);
}

const canActivate = (): boolean => true;

describe('GuardReaders', () => {
  it('knows the guards of another copy of the package, and what is given one', async () => {
    const copy = await secondCopy(() => import('../access/criipto-auth.guard.js'));
    class Below extends copy.CriiptoAuthGuard {}
    @Injectable()
    class Given {
      constructor(@Inject(Below) readonly guard: object) {}
      canActivate(): boolean {
        return true;
      }
    }
    expect(readersOf(copy.CriiptoAuthGuard)).toEqual(['CriiptoAuthGuard']);
    expect(readersOf(Below)).toEqual(['CriiptoAuthGuard']);
    expect(readersOf(Given)).toEqual(['CriiptoAuthGuard']);
  });

  it('knows an object that stands for a guard, as a test puts it in place', () => {
    const instance = { canActivate };
    const provided = { token: BearerGuard, metatype: null, instance };
    expect(readersOf(instance, provided)).toEqual(['BearerGuard']);
    expect(readersOf({ canActivate }, provided)).toEqual([]);
  });

  it('comes to an end where two guards are given each other', () => {
    class One {
      canActivate(): boolean {
        return true;
      }
    }
    class Two extends One {}
    Reflect.defineMetadata('design:paramtypes', [Two], One);
    Reflect.defineMetadata('design:paramtypes', [One, BearerGuard], Two);
    expect(readersOf(One)).toEqual(['BearerGuard']);
    expect(readersOf(Two)).toEqual(['BearerGuard']);
  });

  it.each([undefined, null, 'guard', 42, Object.create(null)])('knows nothing of %p', (guard) => {
    expect(readersOf(guard)).toEqual([]);
  });
});
