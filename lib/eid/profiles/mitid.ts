import { logOnWithMitId } from '../button-labels.js';
import { type AddressClaim, claimType, type EidProfile } from '../eid-profile.js';
import { HINT_ACTIONS, type HintAction, hintWriter } from '../hint-tokens/common-hint.js';
import { digits, encoded, flag, oneOf, type ToToken, written } from '../hint-tokens/hint-tokens.js';

// Of the claims all may be missing, of each eID: scopes, settings in the dashboard and the person's own
// choice decide. Numbers come as texts.

export interface MitIdClaims {
  /** MitID's own id of the person: the same at every level. */
  readonly uuid?: string;
  readonly cprNumberIdentifier?: string;
  readonly cprNumberStatus?: string;
  readonly name?: string;
  readonly birthdate?: string;
  readonly dateofbirth?: string;
  readonly age?: string;
  readonly address?: AddressClaim;
  /** The address in its parts, as the CPR register has them. */
  readonly address_details?: Readonly<Record<string, unknown>>;
  /** Level of assurance: `LOW`, `SUBSTANTIAL`, `HIGH`. */
  readonly loA?: string;
  /** Of the identity, the authenticator and the federation. */
  readonly ial?: string;
  readonly aal?: string;
  readonly fal?: string;
  /** The text that was shown in the app. */
  readonly refTextHeader?: string;
  readonly refTextBody?: string;
  /** Of the device and the network. Large: `mapUser` sees it, the session does not keep it. */
  readonly mitid_risk_data?: unknown;
  /** Of a transfer that the login hint asked for: the session at MitID, and until when it can be handed over. */
  readonly 'mitid:ct:sid'?: string;
  readonly 'mitid:ct:sid:exp'?: string | number;
}

export interface MitIdHintMembers {
  /** CPR number, `DDMMYYXXXX`: fills in who logs in. */
  readonly cpr?: string;
  /** MitID's own id of the person who logs in again: the claim `uuid`. */
  readonly uuid?: string;
  /** MitID Erhverv instead of MitID, or the user's choice. */
  readonly business?: boolean | 'optional';
  /** CVR number of the company, eight digits. */
  readonly cvr?: string;
  readonly action?: HintAction;
  /** Shown in the app: at most 130 characters. */
  readonly message?: string;
  /** Lets the session be handed to another broker later on. */
  readonly controlledTransfer?: boolean;
}

const business: ToToken<boolean | 'optional'> = (value) =>
  value === 'optional' ? 'business_optional' : flag('business')(value);

export const mitId = {
  eid: 'mitid',
  button: logOnWithMitId('MitID'),
  acrValues: {
    'urn:grn:authn:dk:mitid:low': 'low',
    'urn:grn:authn:dk:mitid:substantial': 'substantial',
    'urn:grn:authn:dk:mitid:high': 'high',
  },
  usualAcr: 'urn:grn:authn:dk:mitid:substantial',
  root: 'urn:grn:authn:dk:mitid',
  timeZone: 'Europe/Copenhagen',
  schemes: ['dkmitid'],
  levelClaim: 'loA',
  person: { nationalId: [['cprNumberIdentifier']] },
  lastingId: 'uuid',
  proofs: ['ial', 'aal', 'fal', 'age', 'cprNumberStatus'],
  largeClaims: ['mitid_risk_data'],
  claims: claimType<MitIdClaims>(),
  hint: {
    mitId: hintWriter<MitIdHintMembers>({
      cpr: digits('sub:', /^\d{10}$/, 'must be ten digits'),
      uuid: written('uuid:', /^[\w-]{1,64}$/, 'must be the claim `uuid` of an earlier login'),
      business,
      cvr: digits('vatid:DK', /^\d{8}$/, 'must be eight digits'),
      action: oneOf('action:', HINT_ACTIONS),
      message: encoded('message:', { characters: 130 }),
      controlledTransfer: flag('dk:mitid:ct'),
    }),
  },
  languages: ['da'],
} as const satisfies EidProfile;
