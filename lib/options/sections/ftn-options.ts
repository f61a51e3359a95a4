import type { BasicAuthorization } from './client-secret-option.js';
import type { ResolvedIdToken } from './id-token-options.js';
import type { ResolvedLogin } from './login-options.js';
import type { UserInfoOption } from './user-info-options.js';

/** What the network has a say in. */
interface Demanded {
  readonly basicAuthorization: BasicAuthorization | undefined;
  readonly login: ResolvedLogin;
  readonly idToken: ResolvedIdToken;
  readonly userInfo: UserInfoOption;
}

/**
 * What was written that the Finnish Trust Network does not allow (since 31 August 2025): sentences that each
 * say what to write instead.
 */
export function ftnProblems({
  basicAuthorization,
  login,
  idToken,
  userInfo,
}: Demanded): readonly string[] {
  const demands: readonly (readonly [isMet: boolean, problem: string])[] = [
    [
      basicAuthorization === undefined,
      '`clientSecret` cannot be used with `ftn`, which takes private_key_jwt alone: leave it out',
    ],
    [login.signedRequest, '`login.signedRequest` cannot be false with `ftn`: leave it out'],
    [
      idToken.decryption === 'required',
      '`idToken.decryption` cannot be false with `ftn`: leave it out',
    ],
    [
      userInfo === false || userInfo === 'signedAndEncrypted',
      '`userInfo` must be "signedAndEncrypted" with `ftn`, or false when the ID token holds all claims',
    ],
  ];
  return demands.flatMap(([isMet, problem]) => (isMet ? [] : [problem]));
}
