import { describe, expect, it, jest } from '@jest/globals';

import { browseSample } from './browsed-sample.js';
import { heading, path, pick } from './sample-page.js';

jest.setTimeout(60_000);

describe('the sample in a browser', () => {
  const sample = browseSample({ ftn: false });

  it.each([
    ['MitID', 'dk-freja', 'Freja Prøvesen', 'mitid'],
    ['MitID Erhverv', 'dk-signe', 'Signe Prøveholm', 'mitid-business'],
    ['BankID Sweden', 'se-astrid', 'Astrid Provström', 'bankid-se'],
    ['Freja', 'se-tuva', 'Tuva Provlund', 'freja'],
    ['BankID Norway', 'no-lars', 'Lars Testvik', 'bankid-no'],
    ['Vipps MobilePay', 'no-sigrid', 'Sigrid Prøvedal', 'vipps'],
    ['Finnish Trust Network', 'fi-eero', 'Eero Koekas', 'ftn'],
    ['iDIN', 'nl-sanne', 'Sanne Proefhuis', 'idin'],
    ['Personalausweis', 'de-petra', 'PETRA PROBE', 'personalausweis'],
    ['OneID', 'gb-robin', 'Robin Sample', 'oneid'],
  ])('logs in by %s', async (label, person, name, eid) => {
    const { page } = sample();
    await page.goto('/');
    await page.locator('.tile', { has: page.getByText(label, { exact: true }) }).click();
    await pick(page, person);
    expect(path(page)).toBe('/profile');
    expect(await heading(page)).toBe(name);
    expect(await page.locator('.chips span').first().innerText()).toBe(eid);
  });

  it('learns an age, and nothing else, by age verification', async () => {
    const { page } = sample();
    await page.goto('/');
    await page.getByRole('link', { name: 'Age verification' }).click();
    await pick(page, 'dk-mads');
    expect(path(page)).toBe('/grown-ups');
    expect(await heading(page)).toBe('You are 18 or older');
    expect(await page.content()).not.toContain('Mads');
    await page.goto('/profile');
    expect(await page.locator('button[name=person]').count()).toBeGreaterThan(0);
  });

  it('asks for an age where a page does, and refuses who has not reached it', async () => {
    const { page } = sample();
    await page.goto('/grown-ups');
    await pick(page, 'dk-villads');
    expect(path(page)).toBe('/grown-ups');
    expect(await heading(page)).toBe('You must be at least 18');
  });

  it('asks nobody for an age whose login told it', async () => {
    const { page } = sample();
    await page.goto('/login/mitid?returnTo=/grown-ups');
    await pick(page, 'dk-freja');
    expect(await heading(page)).toBe('You are 18 or older');
  });

  it.each([
    ['dk-signe', 'May sign for the company'],
    ['dk-emil', 'Employee'],
  ])('asks a citizen for a login for a company, and shows it: %s', async (person, role) => {
    const { page, fake } = sample();
    await page.goto('/login/mitid');
    await pick(page, 'dk-freja');
    await page.goto('/company');
    expect(fake.requests.last('par')?.form['acr_values']).toBe('urn:grn:authn:dk:mitid:business');
    await pick(page, person);
    expect(path(page)).toBe('/company');
    expect(await heading(page)).toBe('Prøve ApS');
    expect(await page.locator('dd').allInnerTexts()).toContain(role);
    await page.goto('/');
    expect(await heading(page)).not.toContain('Freja');
  });

  it('is open to who was logged in by the fake alone', async () => {
    const { page, fake } = sample();
    await page.goto('/');
    const jar = await fake.logIn(new URL(page.url()).origin, { person: 'no-lars' });
    await page.context().addCookies([...jar.cookies]);
    await page.goto('/profile');
    expect(await heading(page)).toBe('Lars Testvik');
  });

  describe('has a text signed', () => {
    const TEXT = 'I rent bicycle no. 7 from Åse’s cykeludlejning for one day, for 150 kr.';

    it.each([
      ['MitID', 'mitid', 'dk-freja', 'Freja Prøvesen'],
      ['BankID Sweden', 'bankid-se', 'se-olle', 'Olle Testberg'],
    ])('by %s', async (_label, eid, person, name) => {
      const { page, fake } = sample();
      await page.goto(`/login/${eid}?returnTo=/sign`);
      await pick(page, person);
      await page.getByRole('link', { name: 'Sign: Rent a bicycle' }).click();
      expect(fake.requests.last('par')?.form).toMatchObject({ prompt: 'login' });
      expect(await page.locator('blockquote').innerText()).toContain(TEXT);
      await pick(page, person);
      expect(path(page)).toBe('/signed/bicycle');
      expect(await heading(page)).toBe('You signed it');
      expect(await page.locator('dl').innerText()).toContain(name);
      expect(await page.locator('dd code').innerText()).toContain(TEXT);
    });

    it('by nobody but who was logged in', async () => {
      const { page } = sample();
      await page.goto('/login/mitid?returnTo=/sign');
      await pick(page, 'dk-freja');
      await page.getByRole('link', { name: 'Sign: Join the garden club' }).click();
      await pick(page, 'dk-mads');
      expect(await heading(page)).toBe('That is a different person');
      expect((await page.goto('/signed/garden'))?.status()).toBe(404);
    });

    it('not by a login that signed nothing', async () => {
      const { page } = sample();
      await page.goto('/login/mitid?returnTo=/signed/garden');
      await page.locator('button[name=person][value=dk-mads]').click();
      await page.waitForURL('**/signed/garden');
      expect((await page.reload())?.status()).toBe(404);
    });

    it('not by an eID that shows no text', async () => {
      const { page, fake } = sample();
      await page.goto('/login/ftn?returnTo=/sign');
      await pick(page, 'fi-aino');
      expect(await page.getByRole('link', { name: /^Sign: / }).count()).toBe(0);
      fake.requests.clear();
      expect((await page.goto('/sign/bicycle'))?.status()).toBe(400);
      expect(fake.requests.of('par')).toEqual([]);
    });
  });
});
