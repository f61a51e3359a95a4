import { beforeAll, describe, expect, it } from '@jest/globals';
import { EidButtons } from 'nestjs-criipto-auth';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp } from '../support/test-app.js';

const MITID = 'urn:grn:authn:dk:mitid:substantial';
const SWEDISH = 'urn:grn:authn:se:bankid';
const NORWEGIAN = 'urn:grn:authn:no:bankid';

describe.each(HTTP_ADAPTERS)('eID buttons on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let app: TestApp;
  let buttons: EidButtons;
  beforeAll(async () => {
    app = await start({ options: { login: { eids: ['bankid-se', 'mitid', 'bankid-no'] } } });
    buttons = app.app.get(EidButtons);
  });

  const asked = () => app.fake.requests.last('par')?.form['acr_values'];

  it('are those of `login.eids`, in their order, each with its way in', async () => {
    expect(await buttons.list({ returnTo: '/orders?page=2' })).toEqual([
      {
        eid: 'bankid-se',
        label: 'Log in with BankID (SE)',
        href: `${app.url}/auth/login?eid=bankid-se&returnTo=%2Forders%3Fpage%3D2`,
        acrValues: [SWEDISH],
      },
      {
        eid: 'mitid',
        label: 'Log on with MitID',
        href: `${app.url}/auth/login?eid=mitid&returnTo=%2Forders%3Fpage%3D2`,
        acrValues: [MITID],
      },
      {
        eid: 'bankid-no',
        label: 'Log in with BankID (NO)',
        href: `${app.url}/auth/login?eid=bankid-no&returnTo=%2Forders%3Fpage%3D2`,
        acrValues: [NORWEGIAN],
      },
    ]);
  });

  it.each([
    ['da', 'Log ind med MitID'],
    ['sv', 'Log on with MitID'],
    ['nb', 'Log on with MitID'],
    ['fi', 'Log on with MitID'],
    ['en', 'Log on with MitID'],
  ] as const)('say in %s what MitID approves of', async (language, label) => {
    const mitId = (await buttons.list({ language })).find(({ eid }) => eid === 'mitid');
    expect(mitId?.label).toBe(label);
  });

  it('lead to no other site', async () => {
    const [first] = await buttons.list({ returnTo: 'https://evil.example/' });
    expect(first?.href).toBe(`${app.url}/auth/login?eid=bankid-se`);
  });

  it('log in by the eID that they name', async () => {
    const browser = new Browser();
    const [first] = await buttons.list({ returnTo: '/me' });
    const begin = await browser.navigate(first?.href ?? '');
    expect(asked()).toBe(SWEDISH);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'se-olle' });
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/me`);
  });

  it.each(['freja', 'unknown', 'age-verification', '', 'mitid&eid=bankid-se', MITID])(
    'begin no login by what is not listed: %s',
    async (eid) => {
      app.fake.requests.clear();
      const refused = await new Browser().navigate(`${app.url}/auth/login?eid=${eid}`);
      expect(refused.status).toBe(400);
      expect(app.fake.requests.of('par')).toEqual([]);
      expect(app.log.text).toContain('login_request_invalid');
    },
  );

  it('are those of `login.acrValues` without `login.eids`, and the provider lets the user choose', async () => {
    const acrValues = [SWEDISH, MITID, 'urn:grn:authn:dk:mitid:high', 'urn:age-verification'];
    const own = await start({ options: { login: { acrValues }, pages: { language: 'da' } } });
    const href = `${own.url}/auth/login`;
    expect(await own.app.get(EidButtons).list()).toEqual([
      { eid: 'bankid-se', label: 'Log ind med BankID', href, acrValues: [SWEDISH] },
      {
        eid: 'mitid',
        label: 'Log ind med MitID',
        href,
        acrValues: [MITID, 'urn:grn:authn:dk:mitid:high'],
      },
    ]);
    await new Browser().navigate(`${href}?eid=freja`);
    expect(own.fake.requests.last('par')?.form['acr_values']).toBe(acrValues.join(' '));
  });
});
