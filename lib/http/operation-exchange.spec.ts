import type { ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';

import { HTTP_ADAPTERS } from '../../test/support/http-adapters.js';
import { HttpExchanges } from './http-exchange.provider.js';

/** As much of Node's response as is needed, or of a reply around it. */
class Answer {
  readonly said: string[] = [];
  headersSent = false;
  writeHead(): this {
    return this;
  }
  setHeader(name: string, value: string): void {
    this.said.push(`${name}: ${value}`);
  }
  /** Express's own. */
  set(name: string, value: string): void {
    this.setHeader(name, value);
  }
}

const REQUEST = { headers: { cookie: 'a=1' } };

function contextOf(context: object, type = 'graphql'): ExecutionContext {
  const host = new ExecutionContextHost([{}, {}, context, {}]);
  host.setType(type);
  return host;
}

describe.each(HTTP_ADAPTERS)('the exchange of a GraphQL operation on %s', (_name, adapter) => {
  const host = new HttpAdapterHost();
  host.httpAdapter = adapter();
  const exchanges = new HttpExchanges(host);

  it('is one for all its fields', () => {
    const context = { req: REQUEST, res: new Answer() };
    const exchange = exchanges.ofOperation(contextOf(context));
    expect(exchange?.header('cookie')).toBe('a=1');
    expect(exchanges.ofOperation(contextOf(context))).toBe(exchange);
  });

  it('is another for another operation', () => {
    const exchange = exchanges.ofOperation(contextOf({ req: REQUEST, res: new Answer() }));
    const other = exchanges.ofOperation(contextOf({ req: REQUEST, res: new Answer() }));
    expect(other).not.toBe(exchange);
  });

  it('says once what many fields have to say', () => {
    const answer = new Answer();
    const exchange = exchanges.ofOperation(contextOf({ req: REQUEST, res: answer }));
    exchange?.setHeader('Vary', 'a');
    exchange?.setHeader('Vary', 'a');
    exchange?.setHeader('Vary', 'b');
    expect(answer.said).toEqual(['Vary: a', 'Vary: b']);
  });

  it.each([
    ['where the answer cannot be reached', { req: REQUEST }],
    ['where what is there is no answer', { req: REQUEST, res: {}, reply: new Answer() }],
    [
      'for a subscription',
      { req: { headers: { ...REQUEST.headers, upgrade: 'WebSocket' } }, res: new Answer() },
    ],
    ['where there is no request', { res: new Answer() }],
    [
      'once the answer has begun',
      { req: REQUEST, res: Object.assign(new Answer(), { headersSent: true }) },
    ],
  ])('is none %s', (_where, context) => {
    expect(exchanges.ofOperation(contextOf(context))).toBeUndefined();
  });

  it.each(['http', 'ws', 'rpc'])('is none of another kind of context: %s', (type) => {
    const context = contextOf({ req: REQUEST, res: new Answer() }, type);
    expect(exchanges.ofOperation(context)).toBeUndefined();
  });
});
