import type { Page } from 'playwright-core';

/** Logs in at the eID, as one would with a phone, and is sent back to the sample. */
export async function pick(page: Page, person: string): Promise<void> {
  await page.locator(`button[name=person][value=${person}]`).click();
  await page.waitForURL('http://localhost:*/**');
}

/** Where the page is at the sample: path and query. */
export function path(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

export function heading(page: Page): Promise<string> {
  return page.locator('h1').innerText();
}
