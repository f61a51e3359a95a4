import type { FakeEidId } from '../model/fake-eid-id.js';
import type { FakeClaims } from '../model/fake-login.js';
import { finnishTrustNetwork } from './finnish.js';
import { business, citizen } from './mitid.js';
import { norwegianBankId, vipps } from './norwegian.js';
import { idin, itsme, oneId, personalausweis } from './other-countries.js';
import type { ClaimContext } from './claim-context.js';
import { freja, swedishBankId } from './swedish.js';

/** What each eID says of a person, beside what is common to all. */
export const CLAIM_SHAPES: Readonly<
  Record<Exclude<FakeEidId, 'age-verification'>, (login: ClaimContext) => FakeClaims>
> = {
  mitid: citizen,
  'mitid-business': business,
  'bankid-se': swedishBankId,
  freja,
  'bankid-no': norwegianBankId,
  vipps,
  ftn: finnishTrustNetwork,
  idin,
  personalausweis,
  oneid: oneId,
  itsme,
};
