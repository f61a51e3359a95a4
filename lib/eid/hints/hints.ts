import type { Acr } from '../eids.js';
import type { CommonHintMembers } from '../hint-tokens/common-hint.js';
import type { AgeVerificationHintMembers } from '../profiles/age-verification.js';
import type { NorwegianBankIdHintMembers } from '../profiles/bankid-no.js';
import type { SwedishBankIdHintMembers } from '../profiles/bankid-se.js';
import type { FrejaHintMembers } from '../profiles/freja.js';
import type { FtnHintMembers } from '../profiles/ftn.js';
import type { MitIdHintMembers } from '../profiles/mitid.js';
import type { PersonalausweisHintMembers } from '../profiles/personalausweis.js';

/** What any eID understands. */
export interface CommonHint extends CommonHintMembers {
  /** The eID, for a broker in between that passes no `acr_values` on. */
  readonly acrValues?: Acr;
}

export interface MitIdHint extends MitIdHintMembers, CommonHint {}

export interface SwedishBankIdHint extends SwedishBankIdHintMembers, CommonHint {}

export interface NorwegianBankIdHint extends NorwegianBankIdHintMembers, CommonHint {}

export interface FrejaHint extends FrejaHintMembers, CommonHint {}

export interface PersonalausweisHint extends PersonalausweisHintMembers, CommonHint {}

export interface AgeVerificationHint extends AgeVerificationHintMembers, CommonHint {}

export interface FtnHint extends FtnHintMembers, CommonHint {}
