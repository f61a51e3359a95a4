import type { FakeClaims } from '../model/fake-login.js';
import type { PhoneApproval, PhoneLogin } from './phone-login.js';

/** The logins that wait for somebody's phone, and those that did. */
export class PhoneLogins {
  private readonly byAccount = new Map<string, PhoneLogin>();
  private readonly byRequest = new Map<string, PhoneLogin>();

  /** Those that wait, the newest last. */
  get waiting(): readonly PhoneLogin[] {
    return [...this.byRequest.values()].filter(({ outcome }) => outcome === 'waiting');
  }

  /**
   * The newest one that waits.
   *
   * @throws {Error} when there is none.
   */
  get newest(): PhoneLogin {
    const login = this.waiting.at(-1);
    if (login) return login;
    throw new Error('No login waits for a phone: has the application begun one?');
  }

  /** The newest one is approved: the next poll has the tokens. */
  approve(approval?: PhoneApproval): void {
    this.newest.approve(approval);
  }

  /** The newest one is declined. */
  deny(): void {
    this.newest.deny();
  }

  /** Nobody acts on the newest one in time. */
  expire(): void {
    this.newest.expire();
  }

  /** @internal */
  addAccount(login: PhoneLogin): void {
    this.byAccount.set(login.accountId, login);
  }

  /** @internal */
  ofAccount(accountId: string): PhoneLogin | undefined {
    return this.byAccount.get(accountId);
  }

  /** @internal */
  addRequest(requestId: string, login: PhoneLogin): void {
    this.byRequest.set(requestId, login);
  }

  /** @internal */
  ofRequest(requestId: string): PhoneLogin | undefined {
    return this.byRequest.get(requestId);
  }

  /** @internal */
  claimsOf(accountId: string): FakeClaims | undefined {
    return this.byAccount.get(accountId)?.claims;
  }
}
