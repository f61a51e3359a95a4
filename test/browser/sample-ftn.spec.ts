import { describe, expect, it, jest } from '@jest/globals';

import { browseSample } from './browsed-sample.js';
import { heading, path, pick } from './sample-page.js';

jest.setTimeout(60_000);

describe('the sample with CRIIPTO_FTN=1 in a browser', () => {
  const sample = browseSample({ ftn: true });

  it('says so on its home page', async () => {
    const { page } = sample();
    await page.goto('/');
    expect(await page.locator('.note').innerText()).toContain('Finnish Trust Network');
  });

  it('logs in by signed requests and encrypted answers', async () => {
    const { page, fake } = sample();
    await page.goto('/');
    await page.getByRole('link', { name: 'Finnish Trust Network' }).click();
    const pushed = fake.requests.last('par')?.form ?? {};
    expect(pushed['request']).toMatch(/^eyJ/);
    expect(pushed).not.toHaveProperty('acr_values');
    await pick(page, 'fi-aino');
    expect(path(page)).toBe('/profile');
    expect(await heading(page)).toBe('Aino Testilä');
    expect(fake.requests.of('userinfo')).toHaveLength(1);
    const demands = await page.locator('section', { hasText: 'network demands' }).innerText();
    expect(demands.match(/signed, and encrypted/g)).toHaveLength(2);
    expect(demands).toContain('sample-signs');
    expect(demands).toContain('sample-decrypts');
  });

  it('steps up, and logs out', async () => {
    const { page, fake } = sample();
    await page.goto('/safe');
    await pick(page, 'dk-freja');
    expect(await heading(page)).toBe('The safe is open');
    expect(fake.requests.last('par')?.form['request']).toMatch(/^eyJ/);
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await heading(page)).toBe('You are logged out');
  });

  it('shows two keys that do not rotate, one to sign and one to decrypt', async () => {
    const { page } = sample();
    await page.goto('/keys');
    await pick(page, 'dk-freja');
    expect(await page.locator('.keys code').allInnerTexts()).toEqual([
      'sample-signs',
      'sample-decrypts',
    ]);
    expect(await page.getByRole('button', { name: 'Rotate' }).count()).toBe(0);
  });
});
