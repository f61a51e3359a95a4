import type { PageTexts } from '../page-texts.js';

export const swedish: PageTexts = {
  login_failed: {
    title: 'Inloggningen misslyckades',
    text: 'Du är inte inloggad. Försök igen.',
  },
  step_up_failed: {
    title: 'Inloggningen misslyckades',
    text: 'Ingenting har ändrats. Gå tillbaka och försök igen.',
  },
  login_unavailable: {
    title: 'Det går inte att logga in just nu',
    text: 'Försök igen om en stund.',
  },
  login_broken: {
    title: 'Inloggningen misslyckades',
    text: 'Felet är vårt, inte ditt. Om det kvarstår, kontakta oss och uppge referensen nedan.',
  },
  login_cancelled: {
    title: 'Du avbröt inloggningen',
    text: 'Du kan försöka igen när som helst.',
  },
  login_expired: { title: 'Inloggningen tog för lång tid', text: 'Börja om.' },
  login_unknown: {
    title: 'Vi hittar inte din inloggning',
    text: 'Du kanske började i en annan webbläsare, eller så är inloggningen redan klar. Gå tillbaka dit eller börja om här. Om det inte hjälper, tillåt cookies för webbplatsen.',
  },
  callback_empty: {
    title: 'Gå tillbaka dit du började',
    text: 'Gå tillbaka till fliken eller appen där du började logga in. Du kan stänga sidan.',
  },
  form_unreadable: {
    title: 'Det gick inte att läsa',
    text: 'Ingenting har hänt. Felet är vårt: om det kvarstår, kontakta oss och uppge referensen nedan.',
  },
  user_refused: {
    title: 'Du har inte åtkomst till tjänsten',
    text: 'Inloggningen med e-legitimation lyckades, men det finns inget konto här för den.',
  },
  user_mismatch: {
    title: 'Det är en annan person',
    text: 'Du är fortfarande inloggad som förut. Logga ut först för att byta användare.',
  },
  acr_not_satisfied: {
    title: 'Använd ett annat inloggningssätt',
    text: 'Sidan kräver en annan e-legitimation eller en högre säkerhetsnivå.',
  },
  age_too_low: {
    title: 'Du måste vara minst {n} år',
    text: 'Din e-legitimation visar att du är yngre.',
  },
  age_too_low_unknown: {
    title: 'Du är inte tillräckligt gammal',
    text: 'Din e-legitimation visar att du inte har åldern som krävs.',
  },
  company_required: {
    title: 'Logga in för ditt företag',
    text: 'Sidan kräver att du loggar in med MitID Erhverv. Du är kanske inloggad som privatperson.',
  },
  session_ended: { title: 'Din session har avslutats', text: 'Logga in igen.' },
  logged_out: { title: 'Du är utloggad', text: 'Du kan stänga fönstret.' },
  logout_question: {
    title: 'Vill du logga ut?',
    text: 'Din webbläsare berättar inte vilken sida som begärde det.',
  },
  logout_cross_site: {
    title: 'Du loggades inte ut',
    text: 'En sida på en annan webbplats begärde det. Logga ut från en sida i den här tjänsten.',
  },
  form_refused: {
    title: 'Ingenting genomfördes',
    text: 'Det du skickade kräver inloggning, eller en starkare eller nyare inloggning. Logga in och skicka det igen.',
  },
  frame_refused: {
    title: 'Logga in',
    text: 'Det går inte att göra inuti en annan sida.',
  },

  try_again: 'Försök igen',
  log_in: 'Logga in',
  go_back: 'Gå tillbaka',
  open_page: 'Öppna sidan',
  home: 'Till startsidan',
  log_out: 'Logga ut',
  stay_logged_in: 'Fortsätt vara inloggad',
  reference: 'Referens:',
};
