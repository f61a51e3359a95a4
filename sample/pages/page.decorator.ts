import { applyDecorators, Get, Header } from '@nestjs/common';

// No form-action: a logout form is redirected to the provider, which that directive would stop.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Nothing to run, nobody to frame it. What caches may do with it, the guard says. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

/** A route that answers with a page. */
export const Page = (path: string): MethodDecorator =>
  applyDecorators(
    Get(path),
    ...Object.entries(PAGE_HEADERS).map(([name, value]) => Header(name, value)),
  );
