import { describe, expect, it } from '@jest/globals';

import { languageOfHeader, languageOfUiLocales } from './language.js';

describe('the language of a browser', () => {
  it.each([
    ['da', 'da'],
    ['da-DK', 'da'],
    ['DA-dk', 'da'],
    ['nn-NO, en;q=0.5', 'nb'],
    ['no', 'nb'],
    ['nb', 'nb'],
    ['sv-FI;q=0.8, fi;q=0.9', 'fi'],
    ['de, fi;q=0.1', 'fi'],
    ['en-GB,en;q=0.9,da;q=0.8', 'en'],
    ['sv, da', 'sv'],
    ['da;q=0.5, sv;q=0.5', 'da'],
    [' da ; q=0.3 ,sv; Q = 0.4', 'sv'],
    ['da;level=1;q=0.2, fi;q=0.3', 'fi'],
    ['*, da;q=0.1', 'da'],
  ])('of %j is %s', (header, language) => {
    expect(languageOfHeader(header)).toBe(language);
  });

  it.each([
    '',
    '*',
    'de',
    'se',
    'da;q=0',
    'da;q=0.000',
    'da;q=2',
    'da;q=-1',
    'da;q=1e3',
    'da;q=',
    'da;q=0.1234',
    'x-da',
    'dansk',
    '__proto__',
    'constructor-da',
    ',,,;;;',
    ';q=1',
  ])('is unknown of %j', (header) => {
    expect(languageOfHeader(header)).toBeUndefined();
  });

  it('is looked for among so many of a hostile header alone', () => {
    expect(languageOfHeader(`${'xx,'.repeat(20)}da`)).toBeUndefined();
    expect(languageOfHeader(`${'x'.repeat(500)},da`)).toBeUndefined();
    const started = performance.now();
    languageOfHeader(`da;${'q '.repeat(1_000_000)}=1,${'-'.repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('the language of ui_locales', () => {
  it.each([
    ['da', 'da'],
    ['nl da en', 'da'],
    ['se en', 'sv'],
    ['fi se en', 'fi'],
    ['nb-NO', 'nb'],
    ['no', 'nb'],
    ['en-US', 'en'],
  ])('of %j is %s', (uiLocales, language) => {
    expect(languageOfUiLocales(uiLocales)).toBe(language);
  });

  it.each(['nl', 'de fr', ''])('is unknown of %j', (uiLocales) => {
    expect(languageOfUiLocales(uiLocales)).toBeUndefined();
  });
});
