import type { FakeClaims } from '../model/fake-login.js';
import { madeUp, type PersonDetails } from '../model/person-details.js';
import type { FakeEid } from './fake-eid.js';
import { mitId, mitIdClaims } from './mitid.js';

const COMPANY = { name: 'Prøve ApS', cvr: '99999999' };

export const mitIdBusiness = {
  id: 'mitid-business',
  label: 'MitID Erhverv',
  acrValues: ['urn:grn:authn:dk:mitid:business'],
  usualAcr: 'urn:grn:authn:dk:mitid:business',
  // One at a level of MitID comes back as that level.
  byHint: { of: mitId.id, asked: ({ business }) => business },
  claims: (login) => ({ ...mitIdClaims(login), ...companyClaims(login.person) }),
  people: [
    {
      ...madeUp('dk-signe', 'DK', 'Signe', 'Prøveholm', '1981-08-03', '0308819992', 'a'),
      company: { ...COMPANY, isSignatory: true },
    },
    {
      ...madeUp('dk-emil', 'DK', 'Emil', 'Testkær', '1993-03-19', '1903939993', 'b'),
      company: { ...COMPANY, isSignatory: false },
    },
  ],
} as const satisfies FakeEid;

/** Booleans as texts, as they come. */
function companyClaims({ company }: PersonDetails): FakeClaims {
  return {
    cvrNumberIdentifier: company?.cvr ?? '',
    '2.5.4.10': company?.name ?? '',
    employee: String(company?.isSignatory === false),
    companySignatory: String(company?.isSignatory === true),
  };
}
