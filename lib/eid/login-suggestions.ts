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
  | `frejaid:${FrejaScope}`
  | `idin:${'full-id' | 're-id' | 'safe-login' | 'age-verification'}`
  | `odis:${'Pseudonym' | 'Profile1' | 'Profile2' | 'Profile3'}`
  // OneID, of which one is a product: `oneid:product:…`
  | `oneid:${string}`
  // Age verification
  | `is_over_${15 | 16 | 18 | 21}`;

type FrejaScope =
  // At each registration level
  | 'email_address'
  | 'all_email_addresses'
  | 'all_phone_numbers'
  | 'registration_level'
  // From level extended on
  | 'basic_user_info'
  | 'date_of_birth'
  | 'age'
  | 'ssn'
  | 'addresses'
  | 'document'
  | 'photo'
  | 'document_photo'
  // By agreement
  | 'unique_personal_identifier'
  | 'loa_level'
  | 'custom_identifier';

/** What to ask for: `openid`, and others after it with spaces between. Any text that holds `openid` is accepted. */
export type LoginScope = 'openid' | `openid ${EidScope}` | (string & {});

/**
 * Languages of the provider's pages: `da` MitID, `sv` Swedish eIDs, `nb` Norwegian ones, `fi` and `se` (Swedish)
 * the Finnish Trust Network, `nl` iDIN, `de` the Personalausweis, `en` all. Any list with spaces between is accepted.
 */
export type UiLocales = 'da' | 'sv' | 'nb' | 'fi' | 'se' | 'nl' | 'de' | 'en' | (string & {});
