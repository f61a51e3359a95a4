import type { Clock } from '../../common/clock.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import { withTraceId } from '../messages/trace-id.js';
import type { TokenDecryption } from './encrypted-token.js';
import { type IdTokenClaims, type IdTokenExpectations, validateIdToken } from './id-token.js';
import {
  type LogoutToken,
  type LogoutTokenExpectations,
  validateLogoutToken,
} from './logout-token.js';
import { assertSameLogin, type OriginalLogin, originalLogin } from './refreshed-id-token.js';

/** What of a token response an ID token is validated by. */
export interface GrantedTokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly traceId: string | undefined;
}

/** An ID token that passed every check. */
export interface ValidatedIdToken {
  /** Of the ID token. */
  readonly claims: IdTokenClaims;
  /** As the provider signed it; opened, if it was encrypted. */
  readonly idToken: string;
}

/** Opens and validates the tokens that the provider issues to us, by the options and the time of now. */
export class TokenValidation {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly keys: ProviderKeys,
    private readonly decryption: TokenDecryption,
    private readonly clock: Clock,
  ) {}

  /** The ID token of a token response, in full. Errors name the response's trace. */
  async idToken(
    { idToken, accessToken, traceId }: GrantedTokens,
    expected: Pick<IdTokenExpectations, 'nonce' | 'authReqId'>,
  ): Promise<ValidatedIdToken> {
    try {
      const signed = await this.opened(idToken);
      const claims = await validateIdToken(signed, this.keys, {
        maxSize: this.options.idToken.maxSize,
        accessToken,
        ...this.expected(),
        ...expected,
      });
      return { claims, idToken: signed };
    } catch (error) {
      throw withTraceId(error, traceId);
    }
  }

  /**
   * The ID token of a refresh, which has to speak of the same login (OpenID Connect Core section 12.2). Gives what is
   * to be remembered of that login from now on.
   */
  async refreshedIdToken(granted: GrantedTokens, login: OriginalLogin): Promise<OriginalLogin> {
    const { claims } = await this.idToken(granted, { nonce: { ifPresent: login.nonce } });
    assertSameLogin(claims, login, this.options.idToken.clockTolerance);
    return { ...login, issuedAt: originalLogin(claims).issuedAt };
  }

  /** All but whether it came before. It is encrypted where ID tokens are. */
  async logoutToken(token: string): Promise<LogoutToken> {
    return validateLogoutToken(await this.opened(token), this.keys, this.expected());
  }

  private opened(token: string): string | Promise<string> {
    const { decryption, maxSize } = this.options.idToken;
    // Twice what it may be inside, for the letters in which it is written.
    return decryption ? this.decryption.open(token, 2 * maxSize) : token;
  }

  private expected(): LogoutTokenExpectations {
    const { issuer, clientId, idToken } = this.options;
    const { alg, clockTolerance } = idToken;
    return { issuer, clientId, alg, clockTolerance, now: this.clock.seconds() };
  }
}
