import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { sayByDefault } from './default-caching.js';
import { isNodeResponse } from './node-response.js';

/** The head of an answer that says this by default. */
function headOf(answer: (response: ServerResponse) => void): string {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const written: string[] = [];
  response.assignSocket(
    Object.assign(new Socket(), {
      write: (text: string | Buffer) => written.push(text.toString()) > 0,
    }),
  );
  if (!isNodeResponse(response)) throw new TypeError('It is one');
  sayByDefault(response, 'private');
  answer(response);
  response.end();
  return written.join('');
}

const caching = (head: string) => /cache-control: (.*)\r/i.exec(head)?.[1];

describe('sayByDefault', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['nothing', () => undefined],
    ['something else', (response) => response.writeHead(200, { 'X-Own': '1' })],
  ])('is heard where somebody else says %s', (_what, answer) => {
    expect(caching(headOf(answer))).toBe('private');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['before', (response) => response.setHeader('cache-control', 'public')],
    ['as a reply does', (response) => response.writeHead(200, { 'cache-control': 'public' })],
    ['at the end', (response) => response.writeHead(200, 'OK', { 'Cache-Control': 'public' })],
    ['in a list', (response) => response.writeHead(200, ['Cache-Control', 'public'])],
  ])('is not where somebody says it %s', (_how, answer) => {
    const head = headOf(answer);
    expect(caching(head)).toBe('public');
    expect(head).not.toContain('private');
  });
});
