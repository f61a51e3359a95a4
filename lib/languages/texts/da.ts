import type { PageTexts } from '../page-texts.js';

export const danish: PageTexts = {
  login_failed: { title: 'Login mislykkedes', text: 'Du er ikke logget ind. Prøv igen.' },
  step_up_failed: {
    title: 'Login mislykkedes',
    text: 'Intet er ændret. Gå tilbage, og prøv igen.',
  },
  login_unavailable: {
    title: 'Login er ikke muligt lige nu',
    text: 'Prøv igen om lidt.',
  },
  login_broken: {
    title: 'Login mislykkedes',
    text: 'Fejlen er vores, ikke din. Kontakt os med referencen herunder, hvis den varer ved.',
  },
  login_cancelled: {
    title: 'Du annullerede login',
    text: 'Du kan prøve igen når som helst.',
  },
  login_expired: { title: 'Login tog for lang tid', text: 'Start forfra.' },
  login_unknown: {
    title: 'Vi kunne ikke finde dit login',
    text: 'Du er måske startet i en anden browser, eller login er allerede afsluttet. Gå tilbage til den browser, eller start forfra her. Hvis det ikke hjælper, så tillad cookies for dette websted.',
  },
  callback_empty: {
    title: 'Gå tilbage til der, hvor du startede',
    text: 'Vend tilbage til den fane eller app, hvor du begyndte at logge ind. Du kan lukke denne side.',
  },
  form_unreadable: {
    title: 'Det kunne ikke læses',
    text: 'Der er ikke sket noget. Fejlen er vores: Kontakt os med referencen herunder, hvis den varer ved.',
  },
  user_refused: {
    title: 'Du har ikke adgang til denne tjeneste',
    text: 'Dit eID-login lykkedes, men der er ingen konto her, der hører til det.',
  },
  user_mismatch: {
    title: 'Det er en anden person',
    text: 'Du er stadig logget ind som før. Log ud først for at skifte bruger.',
  },
  acr_not_satisfied: {
    title: 'Brug en anden loginmetode',
    text: 'Siden kræver et andet eID eller et højere sikkerhedsniveau.',
  },
  age_too_low: {
    title: 'Du skal være mindst {n} år',
    text: 'Dit eID viser, at du er yngre.',
  },
  age_too_low_unknown: {
    title: 'Du er ikke gammel nok',
    text: 'Dit eID viser, at du ikke har den alder, der kræves.',
  },
  company_required: {
    title: 'Log ind for din virksomhed',
    text: 'Siden kræver, at du logger ind med MitID Erhverv. Du er måske logget ind som privatperson.',
  },
  session_ended: { title: 'Din session er udløbet', text: 'Log ind igen.' },
  logged_out: { title: 'Du er logget ud', text: 'Du kan lukke vinduet.' },
  logout_question: {
    title: 'Vil du logge ud?',
    text: 'Din browser oplyser ikke, hvilken side der bad om det.',
  },
  logout_cross_site: {
    title: 'Du blev ikke logget ud',
    text: 'En side på et andet websted bad om det. Log ud fra en side i denne tjeneste.',
  },
  form_refused: {
    title: 'Intet blev gennemført',
    text: 'Det, du sendte, kræver login eller et stærkere eller nyere login. Log ind, og send det igen.',
  },
  frame_refused: {
    title: 'Log ind',
    text: 'Det kan ikke gøres inde i en anden side.',
  },

  try_again: 'Prøv igen',
  log_in: 'Log ind',
  go_back: 'Gå tilbage',
  open_page: 'Åbn denne side',
  home: 'Til forsiden',
  log_out: 'Log ud',
  stay_logged_in: 'Forbliv logget ind',
  reference: 'Reference:',
};
