/** In which end users are spoken to. */
export const LANGUAGES = ['da', 'sv', 'nb', 'fi', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What everybody gets whose own language is not there. */
export const DEFAULT_LANGUAGE: Language = 'en';

/** Nynorsk, and Norwegian of either kind. */
const SAME_LANGUAGE: Readonly<Record<string, Language>> = { nn: 'nb', no: 'nb' };
/** What the Finnish Trust Network calls Swedish. To browsers it is Northern Sami. */
const IN_UI_LOCALES: Readonly<Record<string, Language>> = { ...SAME_LANGUAGE, se: 'sv' };

/** How many languages of a header are looked at. No browser sends as many. */
const MOST_RANGES = 20;
const LONGEST_HEADER = 500;

/** The first of `ui_locales` that is there. */
export function languageOfUiLocales(uiLocales: string): Language | undefined {
  for (const tag of uiLocales.split(' ')) {
    const language = languageOfTag(tag, IN_UI_LOCALES);
    if (language !== undefined) return language;
  }
  return undefined;
}

/** What a browser likes best of what is there, by `Accept-Language` (RFC 9110 section 12.5.4). */
export function languageOfHeader(acceptLanguage: string): Language | undefined {
  let [best, bestQuality]: [Language | undefined, number] = [undefined, 0];
  const ranges = acceptLanguage.slice(0, LONGEST_HEADER).split(',', MOST_RANGES);
  for (const range of ranges) {
    const [tag = '', ...parameters] = range.split(';');
    const language = languageOfTag(tag.trim(), SAME_LANGUAGE);
    const quality = qualityOf(parameters);
    if (language !== undefined && quality > bestQuality) [best, bestQuality] = [language, quality];
  }
  return best;
}

/** Lookup by RFC 4647 section 3.4: subtags go from the end, and what is there has one subtag. */
function languageOfTag(
  tag: string,
  others: Readonly<Record<string, Language>>,
): Language | undefined {
  const [primary = ''] = tag.toLowerCase().split('-', 1);
  if (Object.hasOwn(others, primary)) return others[primary];
  return LANGUAGES.find((language) => language === primary);
}

/** Nothing for one that is not wanted, or that nobody can read. */
function qualityOf(parameters: readonly string[]): number {
  const weight = parameters
    .map((each) => each.trim().toLowerCase())
    .find((each) => /^q\s*=/.test(each));
  if (weight === undefined) return 1;
  const quality = weight.slice(weight.indexOf('=') + 1).trim();
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0;
}
