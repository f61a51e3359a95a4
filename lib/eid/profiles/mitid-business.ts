import { claimType, type EidProfile } from '../eid-profile.js';
import { mitId, type MitIdClaims } from './mitid.js';

/** MitID Erhverv: another `sub` and `uuid` than the same person's as a citizen. */
export interface MitIdBusinessClaims extends MitIdClaims {
  readonly cvrNumberIdentifier?: string;
  readonly employee?: boolean;
  /** Whether the person may sign for the company. */
  readonly companySignatory?: boolean;
  /** Name of the company. */
  readonly '2.5.4.10'?: string;
  readonly ridNumberIdentifier?: string;
  readonly productionUnit?: string;
  readonly seNumber?: string;
}

/** Hints for it are those of MitID, of whose claims it has all. */
export const mitIdBusiness = {
  eid: 'mitid-business',
  acrValues: { 'urn:grn:authn:dk:mitid:business': undefined },
  root: mitId.root,
  // A business login asked for by `login_hint` shows `dk:mitid:substantial`: then the company number tells.
  variantOf: { eid: mitId.eid, claim: 'cvrNumberIdentifier' },
  levelClaim: mitId.levelClaim,
  claims: claimType<MitIdBusinessClaims>(),
  languages: mitId.languages,
} as const satisfies EidProfile;
