import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { postedForm, type PostedRequest } from './posted-form.js';

const FORM = 'application/x-www-form-urlencoded';
const JSON_BODY = 'application/json; charset=utf-8';
const MULTIPART = 'multipart/form-data; boundary=x';

const TEXT = 'code=a%20b&state=1&state=2';
const JSON_TEXT = '{"code":"a b","state":["1","2"]}';
const PARTS = [
  part('code', 'a b'),
  part('state', '1'),
  part('state', '2'),
  '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n1\r\n--x--\r\n',
].join('');

function part(name: string, value: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/** A request of Express, which is the stream of its body. */
function streamed(text: string, type = FORM, body?: unknown): PostedRequest {
  const headers = { 'content-type': type, 'content-length': `${text.length}` };
  return Object.assign(Readable.from([Buffer.from(text)]), { headers, body });
}

/** One that a parser has read, and of which it made this. */
async function parsed(body: unknown, type = FORM): Promise<PostedRequest> {
  const request = streamed('anything', type, body);
  await finished((request as unknown as Readable).resume()); // as made above
  return request;
}

async function codeOfForm(request: PostedRequest): Promise<string | undefined> {
  const error: unknown = await postedForm(request).catch((thrown: unknown) => thrown);
  return error instanceof CriiptoAuthError ? error.code : undefined;
}

type Made = PostedRequest | Promise<PostedRequest>;

describe('postedForm has the fields', () => {
  it.each<[string, () => Made]>([
    ['that a parser made', () => parsed({ code: 'a b', state: ['1', '2'] })],
    ['of a text', () => parsed(TEXT)],
    ['of bytes', () => parsed(Buffer.from(TEXT))],
    ['of a stream', () => parsed(Readable.from([Buffer.from(TEXT)]))],
    ['of a stream of texts', () => parsed(Readable.from([TEXT]))],
    ['of a body that nobody parsed', () => streamed(TEXT)],
    ['of a body that a parser left alone', () => streamed(TEXT, FORM, {})],
    [
      'of a body that a middleware parsed beside Fastify',
      () => ({ headers: {}, raw: { body: TEXT } }),
    ],
    ['of JSON', () => parsed({ code: 'a b', state: ['1', '2'] }, JSON_BODY)],
    ['of JSON as a text', () => parsed(JSON_TEXT, JSON_BODY)],
    ['of JSON as bytes', () => parsed(Buffer.from(JSON_TEXT), JSON_BODY)],
    ['of JSON that nobody parsed', () => streamed(JSON_TEXT, JSON_BODY)],
  ])('%s', async (_what, request) => {
    expect([...(await postedForm(await request()))]).toEqual([
      ['code', 'a b'],
      ['state', '1'],
      ['state', '2'],
    ]);
  });

  it.each<[string, () => Made]>([
    ['nobody parsed', () => streamed(PARTS, MULTIPART)],
    ['is there as bytes', () => parsed(Buffer.from(PARTS), MULTIPART)],
    [
      'a parser made objects of',
      () =>
        parsed(
          { code: { value: 'a b' }, state: [{ value: '1' }, { value: '2' }], file: { _buf: 1 } },
          MULTIPART,
        ),
    ],
  ])('of a form in parts, which %s, and a file as unusable', async (_what, request) => {
    expect([...(await postedForm(await request()))]).toEqual([
      ['code', 'a b'],
      ['state', '1'],
      ['state', '2'],
      ['file', ''],
    ]);
  });
});

describe('postedForm has none', () => {
  it.each<[string, () => Made]>([
    ['of no body', () => ({ headers: {}, body: undefined })],
    ['of a body of no length', () => streamed('')],
    ['of an empty object', () => parsed({})],
    ['of null', () => parsed(null, JSON_BODY)],
    ['of a list', () => parsed(['code'], JSON_BODY)],
    ['of JSON that is none', () => parsed('{"code":', JSON_BODY)],
    ['of parts that are none', () => streamed('code=a', MULTIPART)],
  ])('%s', async (_what, request) => {
    expect([...(await postedForm(await request()))]).toEqual([]);
  });

  it('that is usable of an object that only a part may be', async () => {
    const form = await postedForm(await parsed({ code: { value: 'a' } }, JSON_BODY));
    expect(form.get('code')).toBe('');
  });
});

describe('postedForm refuses', () => {
  const large = `code=${'a'.repeat(64 * 1024)}`;

  it.each<[string, () => Made]>([
    ['fields', () => parsed({ code: large })],
    ['many fields', () => parsed({ code: Array.from({ length: 8 }, () => large.slice(0, 9999)) })],
    ['a text', () => parsed(large)],
    ['bytes', () => parsed(Buffer.from(large))],
    ['a stream', () => parsed(Readable.from([Buffer.from(large), Buffer.from(large)]))],
    ['a body that nobody parsed', () => streamed(large)],
    ['parts', () => streamed(part('code', large), MULTIPART)],
  ])('%s that is too large', async (_what, request) => {
    expect(await codeOfForm(await request())).toBe('callback_malformed');
  });

  it('a body that breaks off', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('aborted'));
      },
    });
    expect(await codeOfForm(await parsed(broken))).toBe('callback_malformed');
  });

  it('to take a body that somebody else has read for none', async () => {
    expect(await codeOfForm(await parsed(undefined))).toBe('form_unreadable');
  });
});
