import type { Language } from './language.js';
import type { PageTexts } from './page-texts.js';
import { danish } from './texts/da.js';
import { english } from './texts/en.js';
import { finnish } from './texts/fi.js';
import { norwegian } from './texts/nb.js';
import { swedish } from './texts/sv.js';

/** Complete by type: a language without a text does not compile. */
export const TEXTS_BY_LANGUAGE: Readonly<Record<Language, PageTexts>> = {
  da: danish,
  sv: swedish,
  nb: norwegian,
  fi: finnish,
  en: english,
};
