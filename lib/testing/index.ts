export { FakeCriipto } from './fake-criipto.js';
export type { FakeCriiptoOptions } from './provider/fake-criipto-options.js';
export type { Approval, ApprovedLogin } from './login/approve.js';
export { CookieJar, type JarCookie } from './login/cookie-jar.js';
export type { LogInOptions } from './login/log-in.js';
export type { RecordedRefusal } from './model/refusal.js';
export type { FakeCiba } from './decoupled/ciba.js';
export type { FakeEidId } from './eids/eids.js';
export type { FakeEncryption } from './model/fake-encryption.js';
export type { FakeClient } from './model/fake-client.js';
export type { LogoutNotice } from './model/logout-notice.js';
export type { FakeHeadless } from './decoupled/headless.js';
export type { Company } from './model/person-details.js';
export { type Person, TEST_PEOPLE } from './eids/people.js';
export type { PhoneApproval, PhoneLogin, PhoneRequest } from './decoupled/phone-login.js';
export type { PhoneLogins } from './decoupled/phone-logins.js';
export {
  type FakeEndpoint,
  type RecordedAssertion,
  type RecordedRequest,
  RecordedRequests,
} from './provider/recorded-requests.js';
