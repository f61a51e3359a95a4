import { beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../../test/support/browser-cookies.js';
import { Cookies } from '../../http/cookies.js';
import { type Callback, SimultaneousCallbacks } from './simultaneous-callbacks.js';

const VALIDATOR = { validate: async (user: unknown) => user };
const TIMES = 3;

/** Goes on until a test ends it. */
class Work {
  resolve: (answer: string) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly result = new Promise<string>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor(readonly cookies: Cookies) {}
}

let callbacks: SimultaneousCallbacks<string>;
let work: Work[];

beforeEach(() => {
  callbacks = new SimultaneousCallbacks();
  work = [];
});

const answering = (browser = new BrowserCookies(), changes: Partial<Callback> = {}) => {
  const cookies = new Cookies(browser.carrier(), { secure: true });
  const callback: Callback = {
    proof: 'sealed',
    parameters: new URLSearchParams({ code: 'a', state: 'b' }),
    validator: VALIDATOR,
    cookies,
    ...changes,
  };
  return callbacks.answer(callback, () => {
    const begun = new Work(cookies);
    work.push(begun);
    return begun.result;
  });
};

describe('a callback that comes at the same time as the same one', () => {
  it('is answered as the first, and its work is done once', async () => {
    const answers = Array.from({ length: TIMES }, () => answering());
    expect(work).toHaveLength(1);
    work[0]?.resolve('in');
    expect(await Promise.all(answers)).toEqual(['in', 'in', 'in']);
  });

  it('sets the very same cookies', async () => {
    const [first, second] = [new BrowserCookies(), new BrowserCookies()];
    const answers = [answering(first), answering(second)];
    work[0]?.cookies.set('session', 'one', { sameSite: 'Lax', maxAge: 60 });
    work[0]?.resolve('in');
    await Promise.all(answers);
    expect(second.received).toEqual(first.received);
    expect(second.received).toHaveLength(1);
  });

  it('fails as the first does, and clears the cookies that it clears', async () => {
    const second = new BrowserCookies();
    const answers = [answering(), answering(second)];
    work[0]?.cookies.clear('login');
    const refused = new Error('refused');
    work[0]?.reject(refused);
    const results = await Promise.allSettled(answers);
    expect(results).toEqual(answers.map(() => ({ status: 'rejected', reason: refused })));
    expect(second.received).toHaveLength(1);
  });
});

describe('a callback is answered by itself', () => {
  it.each<[string, Partial<Callback>]>([
    ['another browser', { proof: 'sealed for another' }],
    ['a browser that did not begin it', { proof: undefined }],
    ['another code', { parameters: new URLSearchParams({ code: 'c', state: 'b' }) }],
    [
      'one parameter more',
      { parameters: new URLSearchParams({ code: 'a', state: 'b', iss: 'c' }) },
    ],
    ['a route that takes other users', { validator: { validate: async () => undefined } }],
  ])('that comes by %s', async (_by, changes) => {
    const answers = [answering(), answering(undefined, changes)];
    expect(work).toHaveLength(2);
    for (const [nth, each] of work.entries()) each.resolve(`answer ${nth}`);
    expect(await Promise.all(answers)).toEqual(['answer 0', 'answer 1']);
  });

  it('that comes when the first was answered', async () => {
    const first = answering();
    work[0]?.resolve('in');
    await first;
    const late = answering();
    work[1]?.resolve('too late');
    expect(await late).toBe('too late');
  });

  it('from a browser without proof, as often as it comes', async () => {
    const answers = [1, 2].map(() => answering(undefined, { proof: undefined }));
    for (const each of work) each.resolve('nobody');
    expect(await Promise.all(answers)).toHaveLength(2);
    expect(work).toHaveLength(2);
  });
});
