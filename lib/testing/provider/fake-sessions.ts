import type { AdapterPayload, Client, default as Provider } from 'oidc-provider';

import type { LogoutNotice } from '../model/logout-notice.js';
import type { MemoryAdapter } from './memory-adapter.js';

/** The sessions that browsers have at the fake. Their applications are told when one ends (OpenID Connect Back-Channel Logout). */
export class FakeSessions {
  constructor(
    private readonly provider: Provider,
    private readonly sessions: MemoryAdapter,
  ) {}

  /** Ends that of the browser with these cookies. */
  async endOfBrowser(cookies = ''): Promise<void> {
    const name = this.provider.cookieName('session');
    const pair = cookies.split('; ').find((each) => each.startsWith(`${name}=`));
    const session = await this.sessions.find(pair?.slice(name.length + 1) ?? '');
    if (session) await this.end(session);
  }

  /** Ends those of the logins that are meant. */
  async endOf(isMeant: (loginId: string) => boolean): Promise<readonly LogoutNotice[]> {
    const meant = this.sessions.all().filter(({ accountId }) => isMeant(accountId ?? ''));
    return (await Promise.all(meant.map((session) => this.end(session)))).flat();
  }

  private async end(session: AdapterPayload): Promise<readonly LogoutNotice[]> {
    const { jti = '', accountId = '', authorizations = {} } = session;
    await this.sessions.destroy(jti);
    const notices = Object.entries(authorizations).map(async ([clientId, { sid }]) => {
      const client = await this.provider.Client.find(clientId);
      return client?.backchannelLogoutUri === undefined
        ? []
        : [{ clientId, status: await statusOf(tell(client, accountId, sid)) }];
    });
    return (await Promise.all(notices)).flat();
  }
}

/** Sends the logout token, and throws what has a response for every answer but 200 and 204. */
function tell(client: Client, accountId: string, sid: string | undefined): Promise<void> {
  // Not in the published types.
  const { backchannelLogout } = client as unknown as {
    backchannelLogout: (accountId: string, sid: string | undefined) => Promise<void>;
  };
  return backchannelLogout.call(client, accountId, sid);
}

async function statusOf(told: Promise<void>): Promise<number | undefined> {
  try {
    await told;
    return 200;
  } catch (error) {
    const { response } = error as { response?: Response }; // as oidc-provider throws it
    return response?.status;
  }
}
