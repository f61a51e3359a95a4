import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoLoginGuard,
  type CriiptoUser,
  loginHint,
  type LoginRequest,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

/** As long as BankID Sweden takes it. */
const CONTRACT = 'Jag lovar. '.repeat(2_700);

class SigningGuard extends CriiptoLoginGuard {
  protected override loginRequest(): LoginRequest {
    return {
      acrValues: 'urn:grn:authn:se:bankid',
      scope: 'openid evidence',
      prompt: 'login',
      loginHint: loginHint.swedishBankId({ action: 'sign', message: CONTRACT }),
    };
  }
}

@Controller()
class SigningController {
  @Get('sign')
  @UseGuards(SigningGuard)
  sign(): void {}
}

describe.each(HTTP_ADAPTERS)('A long text that is signed, on %s', (_adapter, adapter) => {
  const start = appsOn(adapter, { controllers: [SigningController] });
  let evidence: string | undefined;
  let refusals: string[];

  beforeEach(() => {
    evidence = undefined;
    refusals = [];
  });

  async function sign(maxSize?: number): Promise<void> {
    const app: TestApp = await start({
      options: {
        ...(maxSize === undefined ? {} : { idToken: { maxSize } }),
        mapUser: (user: CriiptoUser) => {
          evidence = user.is('bankid-se') ? user.claims.evidence : undefined;
          return user;
        },
      },
    });
    app.app.get(AuthEvents).on('login.refused', ({ code }) => refusals.push(code));
    const browser = new Browser();
    const signing = locationOf(await browser.navigate(`${app.url}/sign`));
    const { url } = await app.fake.approve(signing, { person: 'se-astrid' });
    await browser.navigate(url);
  }

  it('comes back with its evidence, where ID tokens may be as large', async () => {
    await sign(128 * 1024);
    expect(refusals).toEqual([]);
    expect(Buffer.from(evidence ?? '', 'base64').toString()).toContain(CONTRACT);
  });

  it('is refused where they may not', async () => {
    await sign();
    expect(refusals).toEqual(['id_token_too_large']);
    expect(evidence).toBeUndefined();
  });
});
