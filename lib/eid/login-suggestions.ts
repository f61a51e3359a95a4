/** Scopes that eIDs of Criipto know, beside `openid`. They count when the application has dynamic scopes. */
type EidScope =
  // MitID, BankID, Vipps, Freja: the national id
  | 'ssn'
  | 'address'
  | 'address ssn'
  | 'email'
  | 'phone'
  | 'birthdate'
  // BankID Sweden: the signature itself
  | 'evidence'
  | `frejaid:${'basic_user_info' | 'date_of_birth' | 'age' | 'ssn' | 'addresses' | 'email_address' | 'registration_level'}`
  | `idin:${'full-id' | 're-id' | 'safe-login' | 'age-verification'}`
  | `odis:${'Pseudonym' | 'Profile1' | 'Profile2' | 'Profile3'}`
  // Age verification
  | `is_over_${15 | 16 | 18 | 21}`;

/** What to ask for: `openid`, and others after it with spaces between. Any text that holds `openid` is accepted. */
export type LoginScope = 'openid' | `openid ${EidScope}` | (string & {});

/**
 * Languages of the provider's pages: `da` MitID, `sv` Swedish eIDs, `nb` Norwegian ones, `fi` and `se` (Swedish)
 * the Finnish Trust Network, `nl` iDIN, `de` the Personalausweis, `en` all. Any list with spaces between is accepted.
 */
export type UiLocales = 'da' | 'sv' | 'nb' | 'fi' | 'se' | 'nl' | 'de' | 'en' | (string & {});
