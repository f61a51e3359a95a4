import { hintOf } from './hint-of.js';
import { digits, oneOf, refused, type ToToken, written } from './hint-values.js';
import type { NorwegianBankIdHint, NorwegianMobile } from './hints.js';

type WhoAndHow = {
  readonly [Member in 'method' | 'ssn' | 'mobile']: NorwegianBankIdHint[Member] | undefined;
};

/** One token for the method and for who logs in by it: a national id without a method is for the one that every user has. */
export function norwegianMethod({ method, ssn, mobile }: WhoAndHow): string {
  if (mobile !== undefined && (method !== undefined || ssn !== undefined))
    throw refused('`mobile` of the login hint cannot be had beside `method` or `ssn`');
  if (mobile !== undefined) return hintOf({ mobile }, { mobile: bankIdOnMobile });
  if (method === undefined && ssn === undefined) return '';
  const prefix = hintOf({ method: method ?? 'BIS' }, { method: oneOf('', ['BID', 'BIS']) });
  const id = hintOf(ssn === undefined ? {} : { ssn }, {
    ssn: digits(':', /^\d{11}$/, 'must be eleven digits'),
  });
  return `${prefix}${id}`;
}

const bankIdOnMobile: ToToken<NorwegianMobile> = (mobile) => {
  const { phone, birthdate } = Object(mobile) as NorwegianMobile; // whose members are looked at
  const number = digits('BIM:', /^\d{8}$/, '`phone` must be eight digits')(phone);
  return `${number}${written(':', /^\d{6}$/, '`birthdate` must be `DDMMYY`')(birthdate)}`;
};
