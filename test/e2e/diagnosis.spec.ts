import { Controller, Get, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CriiptoAuthGuard, CriiptoAuthModule, RequireAcr } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { LogLines } from '../support/log-lines.js';
import { generalProfile } from '../support/provider-profile.js';
import { RelyingParty } from '../support/relying-party.js';
import type { Endpoint } from '../support/stub-provider.js';
import { appsOn, testOptions } from '../support/test-app.js';

const SAID = 'No such thing, dear 0101904321';
const SHOWN = 'No such thing, dear [number]';

@Controller()
@UseGuards(CriiptoAuthGuard)
class MistypedController {
  @Get('transfer')
  @RequireAcr('urn:grn:authn:dk:mitid:hihg')
  transfer() {}
}

describe.each(HTTP_ADAPTERS)(
  'What the log says of a login that failed, on %s:',
  (_name, adapter) => {
    let party: RelyingParty;
    beforeAll(async () => {
      party = await RelyingParty.start({ adapter, responseMode: 'query', profile: generalProfile });
    }, 30_000);
    afterAll(() => party.stop());
    afterEach(() => party.reset());

    /** A login whose callback brings an error. */
    async function refusedAtProvider(error: string): Promise<Response> {
      const { response } = await party.logIn(new Browser(), (back) => {
        back.delete('code');
        back.set('error', error);
        back.set('error_description', SAID);
        return back;
      });
      return response;
    }

    it.each<Endpoint>(['discovery', 'par', 'token', 'userinfo', 'jwks'])(
      'the words of the provider and its id of the request, by %s',
      async (endpoint) => {
        party.provider.answer(endpoint, {
          status: 400,
          headers: { 'Trace-Id': 'trace-9' },
          body: { error: 'invalid_scope', error_description: SAID },
        });
        const { response } = await party.logIn(new Browser());
        expect(await response.text()).not.toContain('No such thing');
        expect(party.refusals).toEqual([
          expect.objectContaining({ traceId: 'trace-9', description: SHOWN }),
        ]);
        expect(party.log.text).toContain(`. The provider says: "${SHOWN}" [trace id trace-9]`);
      },
    );

    it('the words of userinfo that wants another token', async () => {
      party.provider.answer('userinfo', {
        status: 401,
        headers: {
          'WWW-Authenticate': `Bearer error="invalid_token", error_description="${SAID}"`,
        },
      });
      await party.logIn(new Browser());
      expect(party.refusals).toEqual([expect.objectContaining({ description: SHOWN })]);
    });

    it('the words of a callback, and the id of the request that was pushed for it', async () => {
      party.provider.answer('par', (honest) => ({ ...honest, headers: { 'Trace-Id': 'trace-1' } }));
      const response = await refusedAtProvider('access_denied');
      expect(await response.text()).not.toMatch(/No such thing|trace-1/);
      expect(party.refusals).toEqual([
        expect.objectContaining({
          code: 'login_cancelled',
          traceId: 'trace-1',
          description: SHOWN,
        }),
      ]);
      expect(party.log.text).toContain(`The provider says: "${SHOWN}" [trace id trace-1]`);
    });

    it('that a redirect URI is not registered, and the field of the dashboard for it', async () => {
      const body = {
        error: 'invalid_request',
        error_description: 'Invalid parameter: redirect_uri',
      };
      party.provider.answer('par', { status: 400, body });
      const { response } = await party.logIn(new Browser());
      expect(response.status).toBe(502);
      expect(party.log.text).toContain(
        `Add ${party.url}/auth/callback to "Callback URLs" of the application in the Criipto dashboard`,
      );
    });

    it('that the application did not prove itself, also where the provider calls that otherwise', async () => {
      party.provider.answer('par', { status: 401, body: { error: 'invalid_request' } });
      await party.logIn(new Browser());
      expect(party.log.text).toMatch(
        /client_authentication_failed .*kid=.*run `criipto-auth doctor`/,
      );
    });

    it('that a pushed request is unknown right after it was pushed, and not that it took long', async () => {
      const response = await refusedAtProvider('invalid_request_uri');
      expect(await response.text()).not.toContain('took too long');
      expect(party.log.text).toMatch(
        /login_refused_by_provider .*does not know the request that was pushed to it, though that is good for \d+ s more/,
      );
    });

    it('to which host a login came that is unknown there, and which one is ours', async () => {
      const elsewhere = { headers: { 'x-forwarded-host': 'login.example.com' } };
      const callback = `${party.url}/auth/callback?code=a&state=b`;
      await new Browser().navigate(callback, elsewhere);
      await new Browser().navigate(callback);
      const { host } = new URL(party.url);
      expect(party.log.text).toContain(
        `It came to login.example.com, and \`baseUrl\` is ${party.url}`,
      );
      expect(party.log.text).toContain(`It came to ${host}, and \`baseUrl\` is ${party.url}`);
    });

    it('of a host nothing that is none', async () => {
      const written = { headers: { 'x-forwarded-host': '<b>"x" [trace id y]' } };
      await new Browser().navigate(`${party.url}/auth/callback?code=a&state=b`, written);
      expect(party.log.text).toContain('It came to a host without a name');
    });

    it('of the provider nothing that anybody could have written', async () => {
      const browser = new Browser();
      locationOf(await party.begin(browser));
      const parameters = { error: 'access_denied', error_description: SAID, state: 'x'.repeat(43) };
      await party.callback(browser, new URLSearchParams(parameters));
      expect(party.log.text).toContain('login_unknown');
      expect(party.log.text).not.toContain('No such thing');
    });
  },
);

describe.each(HTTP_ADAPTERS)('Two processes with keys of `generate`, on %s,', (_name, adapter) => {
  const start = appsOn(adapter, { options: { keys: { generate: 'development' } } });

  it('say why the provider refuses the logins of one of them', async () => {
    const one = await start();
    const other = await start({
      client: { jwksUri: `${one.url}/.well-known/jwks.json` },
    });
    expect((await new Browser().navigate(`${one.url}/auth/login`)).status).toBe(302);
    expect((await new Browser().navigate(`${other.url}/auth/login`)).status).toBe(502);
    expect(other.log.text).toMatch(
      /client_authentication_failed .*`keys.generate` makes another key in each process/,
    );
  });
});

describe('At start the log says', () => {
  it('which acr values look mistyped, in the options and in rules', async () => {
    const log = new LogLines();
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions('https://acme.criipto.id', 'https://app.example.com'),
          login: { acrValues: ['urn:grn:authn:dk:mitid:substancial', 'urn:grn:authn:se:bankid'] },
        }),
      ],
      controllers: [MistypedController],
    })
      .setLogger(log)
      .compile();
    const app = module.createNestApplication({ logger: log });
    await app.init();
    await app.close();
    expect(log.text.match(/warn .*did you mean.*/g)).toEqual([
      expect.stringMatching(
        /@RequireAcr\(\) of MistypedController.transfer has "urn:grn:authn:dk:mitid:hihg".*"urn:grn:authn:dk:mitid:high"/,
      ),
      expect.stringMatching(/`login.acrValues` has .*substancial".*substantial"/),
    ]);
  });
});
