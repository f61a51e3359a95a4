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

/** A route that answers with a page: nothing to run, nobody to frame it, nothing left in a cache. */
export const Page = (path: string): MethodDecorator =>
  applyDecorators(
    Get(path),
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('Content-Security-Policy', CONTENT_SECURITY_POLICY),
    Header('X-Content-Type-Options', 'nosniff'),
    Header('Referrer-Policy', 'same-origin'),
    Header('Cache-Control', 'no-store'),
  );
