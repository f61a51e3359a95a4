import type { Language } from '../languages/language.js';

/** What the button of an eID says. */
export type ButtonLabels = Readonly<Record<Language, string>>;

/** In the words that each language has for it: Finnish inflects the name. */
export function logInWith(name: string, finnish: string): ButtonLabels {
  return {
    da: `Log ind med ${name}`,
    sv: `Logga in med ${name}`,
    nb: `Logg inn med ${name}`,
    fi: `Kirjaudu ${finnish}`,
    en: `Log in with ${name}`,
  };
}

/**
 * MitID approves of one phrase for a login in Danish and of one in English, and of none besides.
 *
 * @see https://docs.criipto.com/eid-specifics/mitid-ux-reqs
 */
export function logOnWithMitId(name: string): ButtonLabels {
  const english = `Log on with ${name}`;
  return { da: `Log ind med ${name}`, sv: english, nb: english, fi: english, en: english };
}
