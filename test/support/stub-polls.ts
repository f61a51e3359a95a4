import { randomBytes } from 'node:crypto';

const GRANTS: ReadonlyMap<string | null, string> = new Map([
  ['urn:openid:params:grant-type:ciba', 'auth_req_id'],
  ['urn:grn:params:grant-type:headless', 'headless_req_id'],
]);

/** What a poll is answered with: an OAuth error, or tokens. */
export type PollResult = 'tokens' | 'slow_down' | (string & {});

/** The logins at the stub provider that are polled for. The user has acted already, unless a test writes more. */
export class StubPolls {
  /** What the next polls are answered with, before there are tokens. */
  readonly script: PollResult[] = [];
  private readonly waiting = new Map<string, URLSearchParams>();

  /** A login begins. */
  begin(request: URLSearchParams): string {
    const requestId = randomBytes(24).toString('base64url');
    this.waiting.set(requestId, request);
    return requestId;
  }

  static isPoll(form: URLSearchParams): boolean {
    return GRANTS.has(form.get('grant_type'));
  }

  /** What a poll is answered with. */
  answer(form: URLSearchParams): PollResult {
    const requestId = idIn(form);
    if (!this.waiting.has(requestId)) return 'invalid_grant';
    const result = this.script.shift() ?? 'tokens';
    if (result !== 'authorization_pending' && result !== 'slow_down')
      this.waiting.delete(requestId);
    return result;
  }

  /** The request of a poll, while it is waited for. */
  requestOf(form: URLSearchParams): URLSearchParams | undefined {
    return this.waiting.get(idIn(form));
  }
}

function idIn(form: URLSearchParams): string {
  return form.get(GRANTS.get(form.get('grant_type')) ?? '') ?? '';
}
