import { describe, expect, it } from '@jest/globals';

import { shapeBesideFactoryProblems, shapeProblems } from './module-shape.js';

describe('shapeProblems', () => {
  it.each([{}, { isGlobal: false, globalGuard: true, routes: {}, imports: [], providers: [] }])(
    'finds nothing wrong with %j',
    (written) => {
      expect(shapeProblems(written)).toEqual([]);
      expect(shapeBesideFactoryProblems(written)).toEqual([]);
    },
  );

  it.each(['true', 0, null])('refuses the global guard that is %j', (globalGuard) => {
    expect(shapeProblems({ globalGuard })).toEqual(['`globalGuard` must be true or false']);
  });

  it.each(['false', null])('refuses isGlobal that is %j', (isGlobal) => {
    expect(shapeProblems({ isGlobal })).toEqual(['`isGlobal` must be true or false']);
  });

  it.each(['/login', null, ['/login']])('refuses routes that are %j', (routes) => {
    expect(shapeProblems({ routes })).toEqual(['`routes` must be an object']);
  });

  it('leaves the names of the options to those who read them', () => {
    expect(shapeProblems({ domain: 'acme.criipto.id' })).toEqual([]);
  });
});

describe('shapeBesideFactoryProblems', () => {
  it('knows what makes options', () => {
    const written = {
      inject: [],
      useFactory: () => ({}),
      useClass: Map,
      useExisting: Map,
    };
    expect(shapeBesideFactoryProblems(written)).toEqual([]);
  });

  it('guesses what an unknown name means', () => {
    expect(shapeBesideFactoryProblems({ globalGaurd: true })).toEqual([
      '`globalGaurd` is unknown: did you mean `globalGuard`?',
    ]);
  });

  it('leaves the options to the factory', () => {
    expect(shapeBesideFactoryProblems({ clientId: 'x' })).toEqual([
      '`clientId` is unknown: known are isGlobal, globalGuard, routes, routesMetadata, imports, providers, inject, useFactory, useClass, useExisting, provideInjectionTokensFrom',
    ]);
  });

  it('finds what shapeProblems() finds', () => {
    expect(shapeBesideFactoryProblems({ globalGuard: 'yes' })).toEqual([
      '`globalGuard` must be true or false',
    ]);
  });
});
