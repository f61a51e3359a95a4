import { Controller, Get, UseGuards } from '@nestjs/common';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthEvents,
  CriiptoAuthGuard,
  CriiptoLoginGuard,
  CriiptoUser,
  CurrentUser,
  type LoginRequest,
  loginHint,
} from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

interface EidStory {
  readonly title: string;
  readonly person: string;
  readonly request: LoginRequest;
  /** All that the user shows of themselves. */
  readonly user: Readonly<Record<string, unknown>>;
  /** What they show to who asks for it by name. */
  readonly nationalId?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const MITID = 'urn:grn:authn:dk:mitid';
const SE_BANKID = 'urn:grn:authn:se:bankid';
const NO_BANKID = 'urn:grn:authn:no:bankid';
const SSN = 'openid ssn';

const freja = {
  eid: 'mitid',
  name: 'Freja Prøvesen',
  birthdate: '1985-04-12',
  country: 'DK',
};
const signe = {
  eid: 'mitid-business',
  name: 'Signe Prøveholm',
  birthdate: '1981-08-03',
  country: 'DK',
};
const astrid = {
  eid: 'bankid-se',
  name: 'Astrid Provström',
  givenName: 'Astrid',
  familyName: 'Provström',
  country: 'SE',
};
const ingrid = {
  eid: 'bankid-no',
  name: 'Ingrid Prøvestad',
  givenName: 'Ingrid',
  familyName: 'Prøvestad',
  birthdate: '1979-09-23',
  country: 'NO',
};
const aino = {
  eid: 'ftn',
  name: 'Aino Testilä',
  givenName: 'Aino',
  familyName: 'Testilä',
  birthdate: '1988-01-19',
  country: 'FI',
  level: 'substantial',
};

const STORIES: readonly EidStory[] = [
  ...(['low', 'substantial', 'high'] as const).map((level) => ({
    title: `MitID, level ${level}`,
    person: 'dk-freja',
    request: { acrValues: `${MITID}:${level}`, scope: SSN },
    user: { ...freja, acr: `${MITID}:${level}`, level },
    nationalId: '1204859990',
    claims: { uuid: expect.any(String), loA: level.toUpperCase(), age: expect.any(String) },
  })),
  {
    title: 'MitID without a CPR number',
    person: 'dk-freja',
    request: { acrValues: `${MITID}:substantial` },
    user: { ...freja, acr: `${MITID}:substantial`, level: 'substantial' },
  },
  {
    title: 'MitID with a text to approve',
    person: 'dk-freja',
    request: {
      acrValues: `${MITID}:substantial`,
      loginHint: loginHint.mitId({ action: 'approve', message: 'Overfør 100 kr. til Åse' }),
    },
    user: { ...freja, acr: `${MITID}:substantial`, level: 'substantial' },
    claims: { refTextHeader: 'approve', refTextBody: 'Overfør 100 kr. til Åse' },
  },
  {
    title: 'MitID Erhverv',
    person: 'dk-signe',
    request: { acrValues: `${MITID}:business` },
    user: { ...signe, acr: `${MITID}:business`, level: 'substantial' },
    claims: {
      cvrNumberIdentifier: '99999999',
      '2.5.4.10': 'Prøve ApS',
      companySignatory: true,
      employee: false,
    },
  },
  {
    title: 'MitID Erhverv by hint, at level high',
    person: 'dk-signe',
    request: { acrValues: `${MITID}:high`, loginHint: loginHint.mitId({ business: true }) },
    user: { ...signe, acr: `${MITID}:high`, level: 'high' },
    claims: { cvrNumberIdentifier: '99999999' },
  },
  {
    title: 'BankID Sweden, however it is opened',
    person: 'se-astrid',
    request: { acrValues: SE_BANKID, scope: SSN },
    user: { ...astrid, acr: `${SE_BANKID}:same-device` },
    nationalId: '199007019992',
    claims: { ipaddress: '127.0.0.1' },
  },
  ...(['same-device', 'another-device', 'another-device:qr'] as const).map((way) => ({
    title: `BankID Sweden, ${way}`,
    person: 'se-astrid',
    request: { acrValues: `${SE_BANKID}:${way}` },
    user: { ...astrid, acr: `${SE_BANKID}:${way}` },
  })),
  {
    title: 'Freja',
    person: 'se-tuva',
    request: { acrValues: 'urn:grn:authn:se:frejaid', scope: 'openid frejaid:ssn' },
    user: {
      eid: 'freja',
      acr: 'urn:grn:authn:se:frejaid',
      name: 'Tuva Provlund',
      givenName: 'Tuva',
      familyName: 'Provlund',
      birthdate: '1999-10-08',
      country: 'SE',
    },
    nationalId: '199910089994',
    claims: { registrationLevel: 'PLUS' },
  },
  {
    title: 'BankID Norway',
    person: 'no-ingrid',
    request: { acrValues: NO_BANKID, scope: SSN },
    user: { ...ingrid, acr: NO_BANKID, level: 'substantial' },
    nationalId: '23097999994',
    claims: { uniqueuserid: expect.any(String), certsubject: expect.any(String) },
  },
  ...(['high', 'substantial'] as const).map((level) => ({
    title: `BankID Norway, level ${level}`,
    person: 'no-ingrid',
    request: { acrValues: `${NO_BANKID}:${level}` },
    user: { ...ingrid, acr: `${NO_BANKID}:${level}`, level },
  })),
  {
    title: 'Vipps MobilePay',
    person: 'no-sigrid',
    request: { acrValues: 'urn:grn:authn:no:vipps', scope: 'openid ssn email' },
    user: {
      eid: 'vipps',
      acr: 'urn:grn:authn:no:vipps',
      name: 'Sigrid Prøvedal',
      givenName: 'Sigrid',
      familyName: 'Prøvedal',
      birthdate: '1987-05-14',
      country: 'NO',
    },
    nationalId: '14058799996',
    claims: { emailaddress: 'no-sigrid@example.com', email_verified: true },
  },
  ...(['bank-id', 'mobile-id', 'all'] as const).map((way) => ({
    title: `the Finnish Trust Network, ${way}`,
    person: 'fi-aino',
    request: { acrValues: `urn:grn:authn:fi:${way}` },
    user: { ...aino, acr: `urn:grn:authn:fi:${way === 'all' ? 'bank-id' : way}` },
    nationalId: '190188-999A',
    claims: way === 'mobile-id' ? { satu: expect.any(String) } : { hetu: '190188-999A' },
  })),
  {
    title: 'iDIN',
    person: 'nl-sanne',
    request: { acrValues: 'urn:grn:authn:nl:idin', scope: 'openid idin:full-id' },
    user: {
      eid: 'idin',
      acr: 'urn:grn:authn:nl:idin',
      level: 'substantial',
      name: 'Sanne Proefhuis',
      givenName: 'Sanne',
      familyName: 'Proefhuis',
      birthdate: '1983-12-02',
      country: 'NL',
    },
    nationalId: 'PROEFBANK0000000001',
  },
  {
    title: 'the Personalausweis',
    person: 'de-petra',
    request: { acrValues: 'urn:grn:authn:de:personalausweis' },
    user: {
      eid: 'personalausweis',
      acr: 'urn:grn:authn:de:personalausweis',
      level: 'high',
      name: 'PETRA PROBE',
      givenName: 'PETRA',
      familyName: 'PROBE',
      birthdate: '1976-02-25',
    },
    claims: { nationality: 'D', document_type: 'ID' },
  },
  {
    title: 'OneID',
    person: 'gb-robin',
    request: { acrValues: 'urn:grn:authn:uk:oneid' },
    user: {
      eid: 'oneid',
      acr: 'urn:grn:authn:uk:oneid',
      name: 'Robin Sample',
      givenName: 'Robin',
      familyName: 'Sample',
      birthdate: '1991-11-11',
      country: 'GB',
    },
  },
  {
    title: 'an eID of which nothing more is known',
    person: 'be-lotte',
    request: { acrValues: 'urn:grn:authn:itsme:advanced' },
    user: {
      eid: 'unknown',
      acr: 'urn:grn:authn:itsme:advanced',
      name: 'Lotte Proefdal',
      birthdate: '1989-06-06',
      country: 'BE',
    },
  },
  {
    title: 'age verification',
    person: 'no-ingrid',
    request: {
      acrValues: 'urn:age-verification',
      scope: 'openid is_over_18 is_over_21',
      loginHint: loginHint.ageVerification({ country: 'NO' }),
    },
    user: { eid: 'age-verification', acr: 'urn:age-verification', country: 'NO' },
    claims: {
      'http://ageverification.criipto.com': { country: 'NO', is_over_18: true, is_over_21: true },
    },
  },
  {
    title: 'the mock eID',
    person: 'dk-freja',
    request: {
      acrValues: 'urn:grn:authn:mock',
      loginHint: loginHint.mock({ name: 'Åse Mock', cprNumberIdentifier: '0107901234' }),
    },
    user: { eid: 'mock', acr: 'urn:grn:authn:mock', name: 'Åse Mock' },
    nationalId: '0107901234',
  },
];

/** What the next login asks for: in an application it would come from the route. */
let request: LoginRequest;

class StoryGuard extends CriiptoLoginGuard {
  protected override loginRequest(): LoginRequest {
    return request;
  }
}

@Controller()
class StoryController {
  @Get('log-in')
  @UseGuards(StoryGuard)
  logIn(): void {}

  @Get('whole-user')
  @UseGuards(CriiptoAuthGuard)
  user(@CurrentUser() user: CriiptoUser) {
    const { nationalId, claims } = user.reveal();
    return { user, nationalId, claims };
  }
}

/** Follows the login to the end, and answers with who it was. */
async function logIn(app: TestApp, person: string): Promise<Record<string, unknown>> {
  const browser = new Browser();
  const start = locationOf(await browser.navigate(`${app.url}/log-in`));
  const { url } = await app.fake.approve(start, { person });
  expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/`);
  const response = await browser.fetch(`${app.url}/whole-user`);
  return Object(await response.json()) as Record<string, unknown>; // what the controller above returned
}

describe.each(HTTP_ADAPTERS)('on %s', (_adapter, adapter) => {
  const start = appsOn(adapter, { controllers: [StoryController] });

  describe.each(['compact', 'uri'] as const)('with %s claim names', (claimNames) => {
    let app: TestApp;
    beforeAll(async () => {
      // For the one that tells an age alone; the others ask for their own.
      app = await start({
        fake: { claimNames },
        options: { login: { acrValues: 'urn:age-verification' } },
      });
    });

    it.each(STORIES)('knows who logs in by $title', async (story) => {
      request = story.request;
      const before = Date.now();
      const { user, nationalId, claims } = await logIn(app, story.person);
      const { authenticatedAt, sub, ...shown } = Object(user) as Record<string, unknown>; // a user as JSON
      expect(shown).toEqual({ ...story.user, issuer: app.fake.issuer });
      expect(sub).toMatch(/^\{[\da-f-]{36}\}$/);
      expect(Date.parse(String(authenticatedAt))).toBeGreaterThanOrEqual(before);
      expect(nationalId).toBe(story.nationalId);
      expect(claims).toMatchObject(story.claims ?? {});
    });
  });

  describe('a login by less than was asked for', () => {
    const EDITS = [
      ['a lower level', `${MITID}:high`, `${MITID}:low`, 'dk-freja'],
      ['the level below', `${MITID}:substantial`, `${MITID}:low`, 'dk-freja'],
      ['biometrics', `${NO_BANKID}:high`, `${NO_BANKID}:substantial`, 'no-ingrid'],
      ['another eID', SE_BANKID, 'urn:grn:authn:se:frejaid', 'se-tuva'],
      ['an eID of another country', `${MITID}:low`, 'urn:grn:authn:fi:all', 'fi-aino'],
      ['a citizen for a company', `${MITID}:business`, `${MITID}:high`, 'dk-freja'],
      ['an age', `${MITID}:low`, 'urn:age-verification', 'dk-freja'],
      ['the mock eID', `${MITID}:low`, 'urn:grn:authn:mock', 'dk-freja'],
      ['somebody for an age', 'urn:age-verification', `${MITID}:high`, 'dk-freja'],
    ] as const;

    let open: TestApp;
    let pushing: TestApp;
    let browser: Browser;
    let refusals: string[];
    beforeAll(async () => {
      open = await start({ options: { login: { pushed: 'never' } } });
      pushing = await start();
      open.app.get(AuthEvents).on('login.refused', ({ code }) => refusals.push(code));
    });
    beforeEach(() => {
      browser = new Browser();
      refusals = [];
    });

    /** The address bar is the user's: so they may ask the provider for something else. */
    async function edited(app: TestApp, asked: string, weaker: string): Promise<URL> {
      request = { acrValues: asked };
      const url = new URL(locationOf(await browser.navigate(`${app.url}/log-in`)));
      url.searchParams.set('acr_values', weaker);
      return url;
    }

    it.each(EDITS)('is refused when it is %s', async (_what, asked, weaker, person) => {
      const { href } = await edited(open, asked, weaker);
      const { url } = await open.fake.approve(href, { person });
      expect((await browser.navigate(url)).status).toBe(403);
      expect(refusals).toEqual(['acr_not_satisfied']);
      expect(await browser.cookieNames(open.url)).toEqual([]);
      expect((await browser.fetch(`${open.url}/whole-user`)).status).toBe(401);
    });

    it('is none when it is biometrics for plain BankID, which leaves the level open', async () => {
      const { href } = await edited(open, NO_BANKID, `${NO_BANKID}:substantial`);
      const { url } = await open.fake.approve(href, { person: 'no-ingrid' });
      await browser.navigate(url);
      const whole = await (await browser.fetch(`${open.url}/whole-user`)).json();
      expect(whole).toMatchObject({ user: { level: 'substantial' } });
      expect(refusals).toEqual([]);
    });

    it('is not to be had by an edit when the request was pushed', async () => {
      const { href, searchParams } = await edited(pushing, `${MITID}:high`, `${MITID}:low`);
      expect(searchParams.has('request_uri')).toBe(true);
      const { url } = await pushing.fake.approve(href);
      await browser.navigate(url);
      const { user } = Object(
        await (await browser.fetch(`${pushing.url}/whole-user`)).json(),
      ) as Record<string, unknown>; // what the controller above returned
      expect(user).toMatchObject({ acr: `${MITID}:high`, level: 'high' });
    });
  });
});
