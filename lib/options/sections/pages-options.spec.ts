import { describe, expect, it } from '@jest/globals';

import { problemsOf, resolveWritten } from '../../../test/support/written-options.js';
import { TEXTS_BY_LANGUAGE } from '../../languages/texts-by-language.js';

describe('the option pages', () => {
  it('is the language of the user, and our own texts, where nothing is written', async () => {
    const { pages } = await resolveWritten();
    expect(pages).toEqual({ language: 'auto', texts: TEXTS_BY_LANGUAGE });
  });

  it('takes each text by itself', async () => {
    const { pages } = await resolveWritten({
      pages: {
        language: 'da',
        texts: { da: { user_refused: { text: 'Ring til os.' }, home: 'Hjem' } },
      },
    });
    expect(pages.language).toBe('da');
    expect(pages.texts.da.user_refused).toEqual({
      title: 'Du har ikke adgang til denne tjeneste',
      text: 'Ring til os.',
    });
    expect(pages.texts.da.home).toBe('Hjem');
    expect(pages.texts.da.try_again).toBe('Prøv igen');
    expect(pages.texts.en).toEqual(TEXTS_BY_LANGUAGE.en);
  });

  it.each<[object, string]>([
    [{ language: 'no' }, '`pages.language` must be "auto" or "da" or "sv" or "nb" or "fi" or "en"'],
    [{ langauge: 'da' }, '`pages.langauge` is unknown: did you mean `pages.language`?'],
    [{ texts: { no: {} } }, '`pages.texts.no` is unknown: did you mean `pages.texts.nb`?'],
    [{ texts: { german: {} } }, '`pages.texts.german` is unknown: known are da, sv, nb, fi, en'],
    [
      { texts: { home: 'Home' } },
      '`pages.texts.home` belongs below its language: write `pages.texts.en.home`',
    ],
    [
      { texts: { en: { login_canceled: {} } } },
      '`pages.texts.en.login_canceled` is unknown: did you mean `pages.texts.en.login_cancelled`?',
    ],
    [
      { texts: { en: { login_expired: { titel: 'Late' } } } },
      '`pages.texts.en.login_expired.titel` is unknown: did you mean `pages.texts.en.login_expired.title`?',
    ],
    [
      { texts: { en: { login_expired: 'Late' } } },
      '`pages.texts.en.login_expired` must be an object',
    ],
    [
      { texts: { en: { login_expired: { text: 5 } } } },
      '`pages.texts.en.login_expired.text` must be a text that is not empty',
    ],
    [{ texts: { en: { home: '' } } }, '`pages.texts.en.home` must be a text that is not empty'],
    [{ texts: 'short' }, '`pages.texts` must be an object'],
  ])('refuses %j', async (pages, problem) => {
    expect(await problemsOf(resolveWritten({ pages }))).toEqual([problem]);
  });

  it('lists every problem in one message', async () => {
    const pages = { language: 'se', texts: { en: { hom: 'Home' }, da: { home: 1 } } };
    expect(await problemsOf(resolveWritten({ pages }))).toHaveLength(3);
  });
});
