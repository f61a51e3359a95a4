import type {
  AdapterPayload,
  Client,
  KoaContextWithOIDC,
  default as Provider,
} from 'oidc-provider';

import type { LogoutNotice } from '../model/logout-notice.js';
import type { MemoryAdapter } from './memory-adapter.js';

/**
 * The sessions that browsers have at the fake: one for each login, as there is no single sign-on. Their
 * applications are told when one ends (OpenID Connect Back-Channel Logout).
 */
export class FakeSessions {
  /** The session that a browser had before another took the place of its cookie. */
  private readonly earlier = new Map<string, string>();

  constructor(
    private readonly provider: Provider,
    private readonly sessions: MemoryAdapter,
  ) {
    provider.use((context: KoaContextWithOIDC, next) => this.beginAnew(context, next));
  }

  /** Ends those of the browser with these cookies. */
  async endOfBrowser(cookies = ''): Promise<readonly LogoutNotice[]> {
    const notices: LogoutNotice[] = [];
    let id: string | undefined = this.idIn(cookies);
    while (id !== undefined) {
      const session: AdapterPayload | undefined = await this.sessions.find(id);
      if (session) notices.push(...(await this.end(session)));
      id = this.earlier.get(id);
    }
    return notices;
  }

  /** Ends those of the logins that are meant. */
  async endOf(isMeant: (loginId: string) => boolean): Promise<readonly LogoutNotice[]> {
    const meant = this.sessions.all().filter(({ accountId }) => isMeant(accountId ?? ''));
    return (await Promise.all(meant.map((session) => this.end(session)))).flat();
  }

  /** The session that the cookies of a browser name. */
  idIn(cookies = ''): string | undefined {
    const name = `${this.provider.cookieName('session')}=`;
    return pairsOf(cookies)
      .find((pair) => pair.startsWith(name))
      ?.slice(name.length);
  }

  /**
   * A login neither finds the session of an earlier one nor ends it: oidc-provider takes another account in
   * the same browser for a change of user, and refuses the logins of its other tabs.
   */
  private async beginAnew(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    if (!context.path.startsWith('/oauth2/authorize')) return next();
    const { headers } = context.req;
    const before = this.idIn(headers.cookie);
    if (before === undefined) return next();
    const cookies = pairsOf(headers.cookie).filter((pair) => !pair.endsWith(`=${before}`));
    headers.cookie = cookies.join('; ');
    await next();
    const { jti } = context.oidc.session ?? {};
    if (jti !== undefined) this.earlier.set(jti, before);
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

function pairsOf(cookies = ''): readonly string[] {
  return cookies.split('; ');
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
