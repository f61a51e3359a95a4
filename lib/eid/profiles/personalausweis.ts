import { logInWith } from '../button-labels.js';
import { type AddressClaim, claimType, type EidProfile } from '../eid-profile.js';
import { hintWriter } from '../hint-tokens/common-hint.js';
import { oneOf, written } from '../hint-tokens/hint-tokens.js';

export interface PersonalausweisClaims {
  readonly given_name?: string;
  readonly family_name?: string;
  readonly nationality?: string;
  readonly document_type?: string;
  readonly date_of_expiry?: string;
  readonly place_of_birth?: string;
  readonly birth_name?: string;
  readonly issuing_state?: string;
  readonly birthdate?: string;
  readonly address?: AddressClaim;
}

export interface PersonalausweisHintMembers {
  /** At most 32 letters and digits. Needed when a template is registered. */
  readonly transactionInfo?: string;
  readonly flow?: 'same-device' | 'another-device';
}

export const personalausweis = {
  eid: 'personalausweis',
  button: logInWith('Personalausweis', 'Personalausweis-kortilla'),
  acrValues: { 'urn:grn:authn:de:personalausweis': 'high' },
  root: 'urn:grn:authn:de:personalausweis',
  timeZone: 'Europe/Berlin',
  schemes: ['deadesso'],
  claims: claimType<PersonalausweisClaims>(),
  hint: {
    personalausweis: hintWriter<PersonalausweisHintMembers>({
      transactionInfo: written(
        'txinfo:',
        /^[A-Za-z\d]{1,32}$/,
        'must be 1 to 32 letters and digits',
      ),
      flow: oneOf('flow:', ['same-device', 'another-device']),
    }),
  },
  scopes: ['odis:Pseudonym', 'odis:Profile1', 'odis:Profile2', 'odis:Profile3'],
  languages: ['de'],
} as const satisfies EidProfile;
