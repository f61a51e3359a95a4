/** What a page says: plain text, in which markup is shown as it is written. */
export interface PageText {
  readonly title: string;
  readonly text: string;
}

/** What a page is about. */
export interface PageTopics {
  /** A login failed in a way that has no page of its own. */
  readonly login_failed: PageText;
  /** The same of a login that a page demanded which is for stronger or more recent ones. */
  readonly step_up_failed: PageText;
  /** What was needed is not there right now, such as the provider. */
  readonly login_unavailable: PageText;
  /** Neither the user nor time can mend it. */
  readonly login_broken: PageText;
  readonly login_cancelled: PageText;
  readonly login_expired: PageText;
  readonly login_unknown: PageText;
  readonly callback_empty: PageText;
  readonly form_unreadable: PageText;
  readonly user_refused: PageText;
  readonly user_mismatch: PageText;
  readonly acr_not_satisfied: PageText;
  /** `{n}` stands for the age in years. */
  readonly age_too_low: PageText;
  /** The same, where nobody knows the age that is demanded. */
  readonly age_too_low_unknown: PageText;
  /** A page takes who logged in for a company. */
  readonly company_required: PageText;
  readonly session_ended: PageText;
  readonly logged_out: PageText;
  /** Whether to log out, where the browser does not tell whose page asked for it. */
  readonly logout_question: PageText;
  readonly logout_cross_site: PageText;
  /** A form was sent by who has to log in first. */
  readonly form_refused: PageText;
  /** A page that needs a login is in a frame of another one. */
  readonly frame_refused: PageText;
}

/** What links, buttons and small print say. */
export interface PageLabels {
  readonly try_again: string;
  readonly log_in: string;
  readonly go_back: string;
  readonly open_page: string;
  readonly home: string;
  readonly log_out: string;
  readonly stay_logged_in: string;
  /** Before the id of a failure. */
  readonly reference: string;
}

export type PageTopic = keyof PageTopics;
export type PageLabel = keyof PageLabels;

/** All that end users are told in one language. */
export type PageTexts = PageTopics & PageLabels;
