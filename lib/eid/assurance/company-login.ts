import { mitIdBusiness } from '../profiles/mitid-business.js';
import type { CriiptoUser } from '../user/criipto-user.js';
import { satisfiesAcr } from './satisfies-acr.js';

/** What asks for a login for a company. */
export const COMPANY_ACR_VALUES = ['urn:grn:authn:dk:mitid:business'] as const satisfies readonly [
  keyof typeof mitIdBusiness.acrValues,
];

/** Whether somebody logged in for a company: by what the claims said, and not by what was asked for. */
export function actsForCompany(user: Pick<CriiptoUser, 'acr' | 'level' | 'eid'>): boolean {
  return satisfiesAcr(COMPANY_ACR_VALUES, user);
}
