import { FAKE_EIDS } from '../eids/eids.js';

/** What discovery lists: the common ones, and those of single eIDs. */
export const FAKE_SCOPES: readonly string[] = [
  'openid',
  'profile',
  'email',
  'phone',
  'address',
  'birthdate',
  'ssn',
  ...FAKE_EIDS.flatMap(({ scopes = [] }) => scopes),
];
