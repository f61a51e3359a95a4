import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { type ErrorAnswer, watchErrorAnswers } from './error-answers.js';

const answer: RequestListener = (request, response) => {
  response.statusCode = Number(request.url?.slice(1, 4));
  // As Express, which takes the path of a router away.
  if (request.url?.endsWith('mounted'))
    Object.assign(request, { originalUrl: '/app/429?x', url: '/429?x' });
  response.end();
};

describe('watchErrorAnswers', () => {
  let server: Server;
  let told: ErrorAnswer[];
  let stop: () => void;
  beforeAll(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    told = [];
    stop = watchErrorAnswers((each) => {
      if (each.server === server) told.push(each);
    });
  });
  afterEach(() => stop());

  const ask = async (path: string, method = 'GET'): Promise<void> => {
    const { port } = server.address() as AddressInfo; // it listens on a port
    await (await fetch(`http://127.0.0.1:${port}${path}`, { method })).text();
  };

  it('tells of errors, with path and method', async () => {
    await ask('/200');
    await ask('/304');
    await ask('/429?secret=1', 'POST');
    expect(told).toEqual([{ method: 'POST', path: '/429', status: 429, server }]);
  });

  it('tells the path that the client sent, also below a router', async () => {
    await ask('/429?mounted');
    expect(told).toMatchObject([{ path: '/app/429' }]);
  });

  it('stops', async () => {
    stop();
    await ask('/500');
    expect(told).toEqual([]);
  });
});
