import { Browser, type Visit } from './browser.js';

/** One that heeds `SameSite`, as all do: what a page of another site posts brings `None` cookies and no others. */
export class SameSiteBrowser extends Browser {
  protected override cookiesFor(url: string, visit: Visit): Promise<string> {
    const isForeign = visit.method === 'POST' && visit.headers?.['sec-fetch-site'] === 'cross-site';
    return this.jar.getCookieString(url, isForeign ? { sameSiteContext: 'none' } : {});
  }
}
