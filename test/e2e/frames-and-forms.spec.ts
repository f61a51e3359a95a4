import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, RequireAcr } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

@Controller()
@UseGuards(CriiptoAuthGuard)
class MoneyController {
  @Get('orders')
  orders() {
    return [];
  }

  @Post('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:high')
  transfer() {
    return {};
  }
}

const IN_A_FRAME = { accept: 'text/html', 'sec-fetch-dest': 'iframe' };
const SENT_FORM = { accept: 'text/html', 'sec-fetch-dest': 'document' };

/** As a middleware such as helmet does for the whole application. */
const forbidFrames = (
  _request: unknown,
  response: { setHeader(name: string, value: string): void },
  next: () => void,
): void => {
  response.setHeader('Content-Security-Policy', "frame-ancestors 'self'");
  response.setHeader('X-Frame-Options', 'SAMEORIGIN');
  next();
};

describe.each(HTTP_ADAPTERS)('on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [MoneyController] });
  let app: TestApp;

  beforeAll(async () => {
    app = await start({ prepare: (nest) => nest.use(forbidFrames) });
  });

  /** The links of a page that is shown to a person. */
  const linksOf = async (response: Response): Promise<readonly string[]> => {
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    return (await response.text()).match(/<a .*?>/g) ?? [];
  };

  describe.each([
    ['a guarded page', 401, '/orders?page=2'],
    ['the login route', 403, '/auth/login?returnTo=%2Forders'],
  ])('%s in a frame', (_what, status, path) => {
    it.each(['same-origin', 'cross-site'])(
      'of a %s page is a page that may be framed, with one link out of it',
      async (site) => {
        const headers = { ...IN_A_FRAME, 'sec-fetch-site': site };
        const response = await new Browser().fetch(app.url + path, { headers });
        expect(response.status).toBe(status);
        expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
        expect(await linksOf(response)).toEqual([`<a href="${app.url}${path}" target="_top">`]);
        expect(response.headers.getSetCookie()).toEqual([]);
      },
    );
  });

  describe('a form that a person sends to a route that wants a stronger login', () => {
    const send = async (headers: Readonly<Record<string, string>>): Promise<Response> => {
      const browser = new Browser();
      await app.logIn(browser);
      const visit = { method: 'POST', headers: { ...SENT_FORM, ...headers } };
      return browser.fetch(`${app.url}/transfer`, visit);
    };

    it('is refused by a page that leads back to the one that it was on', async () => {
      const response = await send({ referer: `${app.url}/pay?to=1` });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain(
        'insufficient_user_authentication',
      );
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(await linksOf(response)).toEqual([`<a href="${app.url}/pay?to=1">`]);
    });

    it('leads home from a page of another site', async () => {
      const response = await send({ referer: 'https://evil.example/pay' });
      expect(await linksOf(response)).toEqual([`<a href="${app.url}/">`]);
    });

    it('is answered as before to a script', async () => {
      const response = await send({ accept: '*/*', 'sec-fetch-dest': 'empty' });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        statusCode: 401,
        message: 'A stronger or more recent login is required',
        error: 'Unauthorized',
      });
    });
  });
});
