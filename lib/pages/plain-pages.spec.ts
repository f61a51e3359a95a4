import { describe, expect, it } from '@jest/globals';

import type { LoginPage } from './login-pages.js';
import { PlainPages } from './plain-pages.js';

const pages = new PlainPages();
const renderPage = (each: LoginPage): string => pages.render(each);

const page: LoginPage = {
  topic: 'login_failed',
  language: 'en',
  status: 400,
  title: 'Login failed',
  text: 'Please start again.',
  links: [{ href: 'https://app.example.com/', label: 'Home' }],
};
const MARKUP = `<script>alert("1")</script>' & more`;
const ESCAPED = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; &amp; more';

describe('renderPage', () => {
  it('says what happened, in the title and on the page', () => {
    const html = renderPage(page);
    expect(html).toContain('<title>Login failed</title>');
    expect(html).toContain('<h1>Login failed</h1>');
    expect(html).toContain('<p>Please start again.</p>');
  });

  it('links to where to go on', () => {
    expect(renderPage(page)).toContain('<a href="https://app.example.com/">Home</a>');
  });

  it('has small print when there is any', () => {
    expect(renderPage({ ...page, note: 'Reference: 1' })).toContain('<small>Reference: 1</small>');
    expect(renderPage(page)).not.toContain('<small>');
  });

  it.each<[string, object]>([
    ['title', { title: MARKUP }],
    ['text', { text: MARKUP }],
    ['note', { note: MARKUP }],
    ['label of a link', { links: [{ href: '/', label: MARKUP }] }],
    ['address of a link', { links: [{ href: MARKUP, label: 'Home' }] }],
  ])('lets nothing out of the %s', (_, member) => {
    const html = renderPage({ ...page, ...member });
    expect(html).not.toContain('<script>');
    expect(html).toContain(ESCAPED);
  });

  it('loads nothing and runs nothing', () => {
    expect(renderPage(page)).not.toMatch(/<(script|link|img|iframe|form)|\bon\w+=|url\(|@import/i);
  });

  it('has a button that posts its fields, and lets nothing out of them', () => {
    const html = renderPage({
      ...page,
      form: { action: '/out?a&b', fields: { token: MARKUP }, label: MARKUP },
    });
    expect(html).toContain('<form method="post" action="/out?a&amp;b">');
    expect(html).toContain(`<input type="hidden" name="token" value="${ESCAPED}">`);
    expect(html).toContain(`<button>${ESCAPED}</button>`);
  });

  it('names its language, as screen readers need', () => {
    expect(renderPage(page)).toContain('<html lang="en">');
    expect(renderPage({ ...page, language: 'nb' })).toContain('<html lang="nb">');
  });
});

describe('a page inside of another one', () => {
  it('has links that take the place of the other one', () => {
    expect(renderPage({ ...page, isFramed: true })).toContain(
      '<a href="https://app.example.com/" target="_top">Home</a>',
    );
    expect(renderPage(page)).not.toContain('target');
  });
});
