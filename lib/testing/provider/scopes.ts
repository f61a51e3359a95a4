const FREJA = [
  'basic_user_info',
  'date_of_birth',
  'age',
  'ssn',
  'addresses',
  'email_address',
  'all_email_addresses',
  'all_phone_numbers',
  'registration_level',
];
const IDIN = ['full-id', 're-id', 'safe-login', 'age-verification'];
const PERSONALAUSWEIS = ['Pseudonym', 'Profile1', 'Profile2', 'Profile3'];
const AGES = [15, 16, 18, 21];

/** What discovery lists: the common ones, and those of single eIDs. */
export const FAKE_SCOPES: readonly string[] = [
  'openid',
  'profile',
  'email',
  'phone',
  'address',
  'birthdate',
  'ssn',
  'evidence',
  ...FREJA.map((name) => `frejaid:${name}`),
  ...IDIN.map((name) => `idin:${name}`),
  ...PERSONALAUSWEIS.map((name) => `odis:${name}`),
  ...AGES.map((age) => `is_over_${age}`),
];
