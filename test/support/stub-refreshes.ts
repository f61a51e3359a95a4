import { randomInt } from 'node:crypto';

/** All that a refresh token may consist of (RFC 6749 appendix A.17), and that a form has to escape. */
const VSCHARS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join(
  '',
);

/** A login whose tokens can be refreshed. */
export interface RefreshableLogin {
  readonly request: URLSearchParams;
  readonly authTime: number | undefined;
}

/** The refresh tokens of the stub provider: each is good once. */
export class StubRefreshes {
  private readonly logins = new Map<string, RefreshableLogin>();

  static isRefresh(form: URLSearchParams): boolean {
    return form.get('grant_type') === 'refresh_token';
  }

  issue(login: RefreshableLogin): string {
    const token = shuffled(VSCHARS);
    this.logins.set(token, login);
    return token;
  }

  /** Uses a refresh token up. Gives the login that it is of, while it is good. */
  take(token: string): RefreshableLogin | undefined {
    const login = this.logins.get(token);
    this.logins.delete(token);
    return login;
  }

  /** None is good any more. */
  revokeAll(): void {
    this.logins.clear();
  }

  revoke(token: string): boolean {
    return this.logins.delete(token);
  }
}

function shuffled(text: string): string {
  const characters = [...text];
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other] ?? '', characters[at] ?? ''];
  }
  return characters.join('');
}
