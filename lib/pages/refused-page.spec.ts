import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { refusedPage } from './refused-page.js';

const SITE = { origin: 'https://app.example.com', basePath: '/app', secure: true };
const FRAME = { 'sec-fetch-dest': 'iframe' };

type Headers = Readonly<Record<string, string>>;

const linkOf = (url: string, method: string, headers: Headers): string | undefined =>
  refusedPage(new FakeExchange({ url, method, headers }), SITE).links[0]?.href;

describe('the page of who cannot be sent to login', () => {
  it('is framed in a frame, and there alone', () => {
    expect(refusedPage(new FakeExchange({ headers: FRAME }), SITE).isFramed).toBe(true);
    expect(refusedPage(new FakeExchange({ method: 'POST' }), SITE).isFramed).toBeUndefined();
  });

  it.each([
    ['/orders?page=2', 'https://app.example.com/app/orders?page=2'],
    ['//evil.example/a', 'https://app.example.com/app/'],
    ['https://evil.example/a', 'https://app.example.com/app/'],
    ['/\\evil.example', 'https://app.example.com/app/'],
  ])('leads out of a frame that shows %s to %s', (url, href) => {
    expect(linkOf(url, 'GET', FRAME)).toBe(href);
  });

  it.each<[string, string, string]>([
    [
      'its own page',
      'https://app.example.com/app/pay?to=1#top',
      'https://app.example.com/app/pay?to=1',
    ],
    ['another site', 'https://evil.example/pay', 'https://app.example.com/app/'],
    ['a neighbouring host', 'https://other.example.com/pay', 'https://app.example.com/app/'],
    ['the same host without encryption', 'http://app.example.com/', 'https://app.example.com/app/'],
    ['nowhere', '', 'https://app.example.com/app/'],
    ['what is no address', 'javascript:alert(1)', 'https://app.example.com/app/'],
    ['a name before the host', 'https://evil@app.example.com/a', 'https://app.example.com/a'],
  ])('leads from a form of %s to a page of ours', (_from, referer, href) => {
    expect(linkOf('/transfer', 'POST', { referer })).toBe(href);
    expect(linkOf('/transfer', 'POST', { ...FRAME, referer })).toBe(href);
  });
});
