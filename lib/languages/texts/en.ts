import type { PageTexts } from '../page-texts.js';

export const english: PageTexts = {
  login_failed: { title: 'Login failed', text: 'You are not logged in. Try again.' },
  step_up_failed: { title: 'Login failed', text: 'Nothing has changed. Go back and try again.' },
  login_unavailable: {
    title: 'Login is unavailable right now',
    text: 'Try again in a moment.',
  },
  login_broken: {
    title: 'Login failed',
    text: 'The fault is ours, not yours. If it lasts, contact us and give the reference below.',
  },
  login_cancelled: {
    title: 'You cancelled the login',
    text: 'You can try again at any time.',
  },
  login_expired: { title: 'The login took too long', text: 'Please start again.' },
  login_unknown: {
    title: 'We could not find your login',
    text: 'You may have started in another browser, or the login is already finished. Go back to that browser, or start again here. If that does not help, allow cookies for this site.',
  },
  callback_empty: {
    title: 'Go back to where you started',
    text: 'Return to the tab or app in which you began to log in. You can close this page.',
  },
  form_unreadable: {
    title: 'This could not be read',
    text: 'Nothing has happened. The fault is ours: if it lasts, contact us and give the reference below.',
  },
  user_refused: {
    title: 'You don’t have access to this service',
    text: 'Your eID login worked, but no account here belongs to it.',
  },
  user_mismatch: {
    title: 'That is a different person',
    text: 'You are still logged in as before. To switch user, log out first.',
  },
  acr_not_satisfied: {
    title: 'Please use another login method',
    text: 'This page requires a different eID or a higher security level.',
  },
  age_too_low: {
    title: 'You must be at least {n}',
    text: 'Your eID says that you are younger.',
  },
  age_too_low_unknown: {
    title: 'You are not old enough for this',
    text: 'Your eID says that you have not reached the age required.',
  },
  company_required: {
    title: 'Log in for your company',
    text: 'This page requires a login with MitID Erhverv. You may be logged in as a private person.',
  },
  session_ended: { title: 'Your session has ended', text: 'Please log in again.' },
  logged_out: { title: 'You are logged out', text: 'You can close this window.' },
  logout_question: {
    title: 'Log out?',
    text: 'Your browser does not tell us which page asked for this.',
  },
  logout_cross_site: {
    title: 'You were not logged out',
    text: 'A page of another site asked for it. To log out, use a page of this service.',
  },
  form_refused: {
    title: 'Nothing was done',
    text: 'What you sent requires a login, or a stronger or more recent one. Log in and send it again.',
  },
  frame_refused: {
    title: 'Please log in',
    text: 'That cannot be done inside another page.',
  },

  try_again: 'Try again',
  log_in: 'Log in',
  go_back: 'Go back',
  open_page: 'Open this page',
  home: 'To the start page',
  log_out: 'Log out',
  stay_logged_in: 'Stay logged in',
  reference: 'Reference:',
};
