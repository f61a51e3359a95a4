export { FakeCriipto } from './fake-criipto.js';
export type { FakeCriiptoOptions } from './fake-criipto-options.js';
export type { Approval, ApprovedLogin } from './approve.js';
export type { FakeCiba } from './ciba.js';
export type { FakeEidId } from './fake-eid-id.js';
export type { FakeEncryption } from './fake-encryption.js';
export type { FakeClient } from './fake-client.js';
export type { LogoutNotice } from './logout-notice.js';
export type { FakeHeadless } from './headless.js';
export { type Company, type Person, TEST_PEOPLE } from './people.js';
export type { PhoneApproval, PhoneLogin, PhoneRequest } from './phone-login.js';
export type { PhoneLogins } from './phone-logins.js';
export {
  type FakeEndpoint,
  type RecordedAssertion,
  type RecordedRequest,
  RecordedRequests,
} from './recorded-requests.js';
