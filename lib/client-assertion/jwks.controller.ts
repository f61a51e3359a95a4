import { All, Controller, Req, Res, type Type, VERSION_NEUTRAL } from '@nestjs/common';

import { Public } from '../access-rules/public.decorator.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { jwksDocument } from '../keys/jwks-document.js';
import { DEFAULT_MAX_AGE, KeyProvider } from '../keys/key-provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { publicKeysInTime } from './public-keys-in-time.js';

/** Publishes the application's public keys (RFC 7517 section 5), for the provider to fetch. */
export function jwksController(path: string): Type {
  @Controller({ version: VERSION_NEUTRAL })
  @Public()
  class CriiptoJwksController {
    constructor(
      private readonly exchanges: HttpExchanges,
      private readonly keys: KeyProvider,
      private readonly options: ResolvedOptions,
    ) {}

    @All(path)
    async jwks(@Req() request: unknown, @Res() response: unknown): Promise<void> {
      const exchange = this.exchanges.of(request, response);
      if (exchange.method !== 'GET' && exchange.method !== 'HEAD') {
        exchange.setHeader('Allow', 'GET, HEAD');
        return exchange.send(405);
      }
      const { request: limit } = this.options.http.timeouts;
      const { body, etag } = jwksDocument(await publicKeysInTime(this.keys, limit));
      exchange.setHeader(
        'Cache-Control',
        `public, max-age=${this.keys.maxAge?.() ?? DEFAULT_MAX_AGE}`,
      );
      exchange.setHeader('ETag', etag);
      if (isKnown(exchange.header('if-none-match'), etag)) return exchange.send(304);
      exchange.setHeader('Content-Type', 'application/jwk-set+json');
      exchange.send(200, body);
    }
  }
  return CriiptoJwksController;
}

/** RFC 9110 section 13.1.2: a list of validators, compared weakly, or any. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch
    .split(',')
    .some((candidate) => ['*', etag, `W/${etag}`].includes(candidate.trim()));
}
