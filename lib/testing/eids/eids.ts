import { ageVerification } from './age-verification.js';
import { norwegianBankId } from './bankid-no.js';
import { swedishBankId } from './bankid-se.js';
import type { FakeEid } from './fake-eid.js';
import { freja } from './freja.js';
import { finnishTrustNetwork } from './ftn.js';
import { idin } from './idin.js';
import { itsme } from './itsme.js';
import { mitIdBusiness } from './mitid-business.js';
import { mitId } from './mitid.js';
import { MOCK_ACR } from './mock.js';
import { oneId } from './oneid.js';
import { personalausweis } from './personalausweis.js';
import { vipps } from './vipps.js';

const ALL = [
  mitId,
  mitIdBusiness,
  swedishBankId,
  freja,
  norwegianBankId,
  vipps,
  finnishTrustNetwork,
  idin,
  personalausweis,
  oneId,
  itsme,
  ageVerification,
] as const;

/** The eIDs that people of the fake can have. */
export type FakeEidId = (typeof ALL)[number]['id'];

/** In the order of the eID page. */
export const FAKE_EIDS: readonly FakeEid<FakeEidId>[] = ALL;

/** What discovery lists. */
export const FAKE_ACR_VALUES: readonly string[] = [
  ...FAKE_EIDS.flatMap(({ acrValues }) => acrValues),
  MOCK_ACR,
];
