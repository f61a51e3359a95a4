import type { PageTexts } from '../page-texts.js';

export const finnish: PageTexts = {
  login_failed: {
    title: 'Kirjautuminen epäonnistui',
    text: 'Et ole kirjautunut. Yritä uudelleen.',
  },
  step_up_failed: {
    title: 'Kirjautuminen epäonnistui',
    text: 'Mikään ei ole muuttunut. Palaa takaisin ja yritä uudelleen.',
  },
  login_unavailable: {
    title: 'Kirjautuminen ei onnistu juuri nyt',
    text: 'Yritä hetken kuluttua uudelleen.',
  },
  login_broken: {
    title: 'Kirjautuminen epäonnistui',
    text: 'Vika on meidän puolellamme. Jos se jatkuu, ota meihin yhteyttä ja ilmoita alla oleva viite.',
  },
  login_cancelled: {
    title: 'Keskeytit kirjautumisen',
    text: 'Voit yrittää uudelleen milloin tahansa.',
  },
  login_expired: { title: 'Kirjautuminen kesti liian kauan', text: 'Aloita alusta.' },
  login_unknown: {
    title: 'Kirjautumistasi ei löydy',
    text: 'Aloitit ehkä toisessa selaimessa, tai kirjautuminen on jo valmis. Palaa siihen selaimeen tai aloita tässä alusta. Jos se ei auta, salli evästeet tällä sivustolla.',
  },
  callback_empty: {
    title: 'Palaa sinne, mistä aloitit',
    text: 'Palaa välilehteen tai sovellukseen, jossa aloitit kirjautumisen. Voit sulkea tämän sivun.',
  },
  form_unreadable: {
    title: 'Lähetettyä tietoa ei voitu lukea',
    text: 'Mitään ei ole tapahtunut. Vika on meidän puolellamme: jos se jatkuu, ota meihin yhteyttä ja ilmoita alla oleva viite.',
  },
  user_refused: {
    title: 'Sinulla ei ole pääsyä tähän palveluun',
    text: 'Tunnistautuminen onnistui, mutta siihen ei liity tiliä tässä palvelussa.',
  },
  user_mismatch: {
    title: 'Tunnistautuja on eri henkilö',
    text: 'Olet yhä kirjautunut kuten ennen. Jos haluat vaihtaa käyttäjää, kirjaudu ensin ulos.',
  },
  acr_not_satisfied: {
    title: 'Käytä toista kirjautumistapaa',
    text: 'Sivu vaatii toisen tunnistusvälineen tai korkeamman varmuustason.',
  },
  age_too_low: {
    title: 'Sinun on oltava vähintään {n}-vuotias',
    text: 'Tunnistautumisesi mukaan olet nuorempi.',
  },
  age_too_low_unknown: {
    title: 'Et ole riittävän vanha',
    text: 'Tunnistautumisesi mukaan et ole saavuttanut vaadittua ikää.',
  },
  company_required: {
    title: 'Kirjaudu yrityksesi puolesta',
    text: 'Sivu vaatii kirjautumisen MitID Erhvervillä. Olet ehkä kirjautunut yksityishenkilönä.',
  },
  session_ended: { title: 'Istuntosi on päättynyt', text: 'Kirjaudu uudelleen.' },
  logged_out: { title: 'Olet kirjautunut ulos', text: 'Voit sulkea ikkunan.' },
  logout_question: {
    title: 'Haluatko kirjautua ulos?',
    text: 'Selaimesi ei kerro, mikä sivu pyysi uloskirjautumista.',
  },
  logout_cross_site: {
    title: 'Sinua ei kirjattu ulos',
    text: 'Toisen sivuston sivu pyysi sitä. Kirjaudu ulos tämän palvelun sivulta.',
  },
  form_refused: {
    title: 'Mitään ei tehty',
    text: 'Lähettämäsi tieto vaatii kirjautumisen tai vahvemman tai tuoreemman kirjautumisen. Kirjaudu sisään ja lähetä se uudelleen.',
  },
  frame_refused: {
    title: 'Kirjaudu sisään',
    text: 'Sitä ei voi tehdä toisen sivun sisällä.',
  },

  try_again: 'Yritä uudelleen',
  log_in: 'Kirjaudu sisään',
  go_back: 'Takaisin',
  open_page: 'Avaa tämä sivu',
  home: 'Etusivulle',
  log_out: 'Kirjaudu ulos',
  stay_logged_in: 'Pysy kirjautuneena',
  reference: 'Viite:',
};
