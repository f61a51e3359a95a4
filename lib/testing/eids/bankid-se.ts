import { madeUp } from '../model/person-details.js';
import { askedFor, fullName } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const swedishBankId = {
  id: 'bankid-se',
  label: 'BankID Sweden',
  acrValues: [
    'urn:grn:authn:se:bankid',
    'urn:grn:authn:se:bankid:same-device',
    'urn:grn:authn:se:bankid:another-device',
    'urn:grn:authn:se:bankid:another-device:qr',
  ],
  usualAcr: 'urn:grn:authn:se:bankid:same-device',
  open: ['urn:grn:authn:se:bankid'],
  usualIn: 'SE',
  claims: (login) => {
    const { person, hint } = login;
    return {
      identityscheme: 'sebankid',
      name: fullName(person),
      given_name: person.givenName,
      givenname: person.givenName,
      family_name: person.familyName,
      surname: person.familyName,
      ipaddress: '127.0.0.1',
      country: 'SE',
      ...askedFor(login, {
        ssn: { ssn: person.nationalId },
        evidence: { evidence: evidenceOf(hint.message), ocspResponse: evidenceOf('good') },
      }),
    };
  },
  tellsAge: true,
  scopes: ['evidence'],
  caller: {
    acr: 'urn:grn:authn:se:bankid',
    country: 'SE',
    lifetime: 120,
    messageFrom: 'application',
    details: [
      { type: 'phoneAuth', callInitiator: 'RP' },
      { type: 'phoneAuth', callInitiator: 'user' },
    ],
  },
  people: [
    madeUp('se-astrid', 'SE', 'Astrid', 'Provström', '1990-07-01', '199007019992', '3'),
    madeUp('se-olle', 'SE', 'Olle', 'Testberg', '1968-02-17', '196802179993', '4'),
    // Comes of age in 2031.
    madeUp('se-nils', 'SE', 'Nils', 'Provdal', '2013-09-14', '201309149995', '3a'),
  ],
} as const satisfies FakeEid;

/** Nothing that could be verified. */
function evidenceOf(text = ''): string {
  return Buffer.from(`<signed>${text}</signed>`).toString('base64');
}
