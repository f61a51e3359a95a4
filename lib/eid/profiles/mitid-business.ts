import { logOnWithMitId } from '../button-labels.js';
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
  button: logOnWithMitId('MitID Erhverv'),
  acrValues: { 'urn:grn:authn:dk:mitid:business': undefined },
  root: mitId.root,
  timeZone: mitId.timeZone,
  // One asked for by `login_hint` shows `dk:mitid:substantial`, and who may choose can come as a citizen.
  variantOf: {
    eid: mitId.eid,
    claims: ['employee', 'companySignatory', 'cvrNumberIdentifier'],
  },
  levelClaim: mitId.levelClaim,
  // All of the company.
  proofs: ['2.5.4.10', 'ridNumberIdentifier', 'productionUnit', 'seNumber'],
  isIdentityOfItsOwn: true,
  claims: claimType<MitIdBusinessClaims>(),
  languages: mitId.languages,
} as const satisfies EidProfile;
