import { type Language, LANGUAGES } from '../../languages/language.js';
import type { PageLabel, PageText, PageTexts, PageTopic } from '../../languages/page-texts.js';
import { TEXTS_BY_LANGUAGE } from '../../languages/texts-by-language.js';
import type { EachOf, NameOf, OptionReader } from '../reading/option-reader.js';

/** What end users see of this library: its pages of errors, logout and refusals. `LoginPages` replaces them as a whole. */
export interface PagesOptions {
  /**
   * The language of the pages. `'auto'` is that of the login's `ui_locales`, else what the browser likes best of these,
   * else English. @default 'auto'
   */
  readonly language?: 'auto' | Language;
  /**
   * Texts of your own, each in place of ours, by language and name. They are plain: markup is shown as it is written.
   *
   * @example { da: { user_refused: { text: 'Ring til os på 12 34 56 78.' } } }
   */
  readonly texts?: OwnTextsByLanguage;
}

type OwnTextsByLanguage = { readonly [Each in Language]?: OwnTexts };

type OwnTexts = { readonly [Topic in PageTopic]?: Partial<PageText> } & {
  readonly [Label in PageLabel]?: string;
};

export type ResolvedPages = ReturnType<typeof pagesOptions>;

export function pagesOptions(section: OptionReader<PagesOptions>) {
  return {
    language: section.choice('language', ['auto', ...LANGUAGES] as const, 'auto'),
    texts: section.section('texts', textsByLanguage),
  } as const satisfies EachOf<PagesOptions>;
}

function textsByLanguage(section: OptionReader<OwnTextsByLanguage>) {
  refuseWithoutLanguage(section);
  const textsIn = (language: Language): PageTexts =>
    section.section(language, (texts) => textsOf(texts, TEXTS_BY_LANGUAGE[language]));
  return {
    da: textsIn('da'),
    sv: textsIn('sv'),
    nb: textsIn('nb'),
    fi: textsIn('fi'),
    en: textsIn('en'),
  } as const satisfies EachOf<OwnTextsByLanguage>;
}

/** A text is in one language, and says so. */
function refuseWithoutLanguage(section: OptionReader<OwnTextsByLanguage>): void {
  const path = section.nameOf('en');
  for (const name of section.names()) {
    if (!Object.hasOwn(TEXTS_BY_LANGUAGE.en, name)) continue;
    // Known to the reader from then on, so that it is not refused twice.
    const unknown = name as NameOf<OwnTextsByLanguage>; // as far as the reader is concerned
    section.problem(unknown, `belongs below its language: write \`${path}.${name}\``);
  }
}

function textsOf(section: OptionReader<OwnTexts>, ours: PageTexts): PageTexts {
  const texts = Object.entries<PageText | string>({ ...ours }).map(([name, text]) => [
    name,
    typeof text === 'string'
      ? (section.optionalText(name as PageLabel) ?? text) // since a label is one text
      : pageText(section, name as PageTopic, text), // since a topic has two
  ]);
  return Object.fromEntries(texts) as PageTexts; // of the same names
}

function pageText(section: OptionReader<OwnTexts>, topic: PageTopic, ours: PageText): PageText {
  return section.section(topic, (written) => ({
    title: written.optionalText('title') ?? ours.title,
    text: written.optionalText('text') ?? ours.text,
  }));
}
