import type { PageTexts } from '../page-texts.js';

export const norwegian: PageTexts = {
  login_failed: {
    title: 'Innloggingen mislyktes',
    text: 'Du er ikke logget inn. Prøv igjen.',
  },
  step_up_failed: {
    title: 'Innloggingen mislyktes',
    text: 'Ingenting er endret. Gå tilbake og prøv igjen.',
  },
  login_unavailable: {
    title: 'Innlogging er ikke tilgjengelig nå',
    text: 'Prøv igjen om litt.',
  },
  login_broken: {
    title: 'Innloggingen mislyktes',
    text: 'Feilen er vår, ikke din. Hvis den vedvarer, ta kontakt med oss og oppgi referansen nedenfor.',
  },
  login_cancelled: {
    title: 'Du avbrøt innloggingen',
    text: 'Du kan prøve igjen når som helst.',
  },
  login_expired: { title: 'Innloggingen tok for lang tid', text: 'Start på nytt.' },
  login_unknown: {
    title: 'Vi finner ikke innloggingen din',
    text: 'Du begynte kanskje i en annen nettleser, eller innloggingen er allerede fullført. Gå tilbake dit, eller start på nytt her. Hvis det ikke hjelper, tillat informasjonskapsler for dette nettstedet.',
  },
  callback_empty: {
    title: 'Gå tilbake dit du startet',
    text: 'Gå tilbake til fanen eller appen der du begynte å logge inn. Du kan lukke denne siden.',
  },
  form_unreadable: {
    title: 'Dette kunne ikke leses',
    text: 'Ingenting har skjedd. Feilen er vår: Hvis den vedvarer, ta kontakt med oss og oppgi referansen nedenfor.',
  },
  user_refused: {
    title: 'Du har ikke tilgang til denne tjenesten',
    text: 'Innloggingen med eID lyktes, men det finnes ingen konto her for den.',
  },
  user_mismatch: {
    title: 'Det er en annen person',
    text: 'Du er fortsatt logget inn som før. Logg ut først for å bytte bruker.',
  },
  acr_not_satisfied: {
    title: 'Bruk en annen innloggingsmåte',
    text: 'Siden krever en annen eID eller et høyere sikkerhetsnivå.',
  },
  age_too_low: {
    title: 'Du må være minst {n} år',
    text: 'eID-en din viser at du er yngre.',
  },
  age_too_low_unknown: {
    title: 'Du er ikke gammel nok',
    text: 'eID-en din viser at du ikke har alderen som kreves.',
  },
  company_required: {
    title: 'Logg inn for bedriften din',
    text: 'Siden krever at du logger inn med MitID Erhverv. Du er kanskje logget inn som privatperson.',
  },
  session_ended: { title: 'Økten din er avsluttet', text: 'Logg inn på nytt.' },
  logged_out: { title: 'Du er logget ut', text: 'Du kan lukke vinduet.' },
  logout_question: {
    title: 'Vil du logge ut?',
    text: 'Nettleseren din oppgir ikke hvilken side som ba om dette.',
  },
  logout_cross_site: {
    title: 'Du ble ikke logget ut',
    text: 'En side på et annet nettsted ba om det. Logg ut fra en side i denne tjenesten.',
  },
  form_refused: {
    title: 'Ingenting ble utført',
    text: 'Det du sendte, krever innlogging, eller en sterkere eller nyere innlogging. Logg inn og send det på nytt.',
  },
  frame_refused: {
    title: 'Logg inn',
    text: 'Det kan ikke gjøres inne i en annen side.',
  },

  try_again: 'Prøv igjen',
  log_in: 'Logg inn',
  go_back: 'Gå tilbake',
  open_page: 'Åpne denne siden',
  home: 'Til forsiden',
  log_out: 'Logg ut',
  stay_logged_in: 'Forbli innlogget',
  reference: 'Referanse:',
};
