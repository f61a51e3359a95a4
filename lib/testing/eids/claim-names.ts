import type { FakeClaims } from '../model/fake-login.js';

const XML_SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const MICROSOFT = 'http://schemas.microsoft.com/ws/2008/06/identity/claims';
const GREAN = 'http://schemas.grean.id/claims';
const SAML = 'dk:gov:saml:attribute';

/** The claims that have another name in the older JWT format. Some have had two, and have one there. */
const URI_NAMES: Readonly<Record<string, string>> = {
  authenticationmethod: `${MICROSOFT}/authenticationmethod`,
  authenticationinstant: `${MICROSOFT}/authenticationinstant`,
  nameidentifier: `${XML_SOAP}/nameidentifier`,
  name: `${XML_SOAP}/name`,
  given_name: `${XML_SOAP}/givenname`,
  givenname: `${XML_SOAP}/givenname`,
  family_name: `${XML_SOAP}/surname`,
  surname: `${XML_SOAP}/surname`,
  birthdate: `${XML_SOAP}/dateofbirth`,
  dateofbirth: `${XML_SOAP}/dateofbirth`,
  age: `${XML_SOAP}/age`,
  country: `${XML_SOAP}/country`,
  sessionindex: `${GREAN}/sessionindex`,
  gender: `${GREAN}/gender`,
  ssn: `${GREAN}/se/ssn`,
  loA: `${SAML}:LoA`,
  ial: `${SAML}:IAL`,
  aal: `${SAML}:AAL`,
  fal: `${SAML}:FAL`,
  uuid: `${SAML}:UUID`,
  cprNumberIdentifier: `${SAML}:CprNumberIdentifier`,
  cvrNumberIdentifier: `${SAML}:CvrNumberIdentifier`,
  refTextHeader: `${SAML}:RefTextHeader`,
  refTextBody: `${SAML}:RefTextBody`,
  '2.5.4.10': 'urn:oid:2.5.4.10',
};

/** The claims as applications get them whose JWT format has long names. */
export function withUriNames(claims: FakeClaims | undefined): FakeClaims | undefined {
  return (
    claims &&
    Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [URI_NAMES[name] ?? name, value]),
    )
  );
}
