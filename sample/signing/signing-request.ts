import { type CriiptoUser, loginHint, type LoginRequest } from 'nestjs-criipto-auth';

import type { Agreement } from './agreements.js';

type SigningRequest = Pick<LoginRequest, 'acrValues' | 'loginHint' | 'scope'>;

/** A login in which the eID's app shows a text to sign; none where the eID has no such thing. */
export function signingRequest(
  { eid }: CriiptoUser,
  { text: message }: Agreement,
): SigningRequest | undefined {
  switch (eid) {
    case 'mitid':
      return {
        acrValues: 'urn:grn:authn:dk:mitid:substantial',
        loginHint: loginHint.mitId({ action: 'sign', message }),
      };
    case 'bankid-se':
      return {
        acrValues: 'urn:grn:authn:se:bankid',
        loginHint: loginHint.swedishBankId({ action: 'sign', message }),
        scope: 'openid evidence', // the signature itself
      };
    default:
      return undefined;
  }
}
