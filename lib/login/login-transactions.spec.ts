import { beforeEach, describe, expect, it } from '@jest/globals';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { codeFrom } from '../../test/support/code-of.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { COOKIES, resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { hours, minutes } from '../common/durations.js';
import { randomId } from '../crypto/random-id.js';
import { Seal } from '../crypto/seal.js';
import { Cookies } from '../http/cookies.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { BoundedStore } from '../stores/bounded-store.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import { newLoginSecrets } from './login-secrets.js';
import { type LoginTransaction, LoginTransactions } from './login-transactions.js';

let clock: FakeClock;
let store: InMemoryStore;
let browser: BrowserCookies;
let options: ResolvedOptions;
let transactions: LoginTransactions;

async function use(written: Partial<CriiptoAuthOptions>): Promise<void> {
  options = await resolvedOptions(written);
  transactions = new LoginTransactions(options, store, clock);
}

beforeEach(async () => {
  clock = new FakeClock();
  store = new InMemoryStore(clock);
  browser = new BrowserCookies();
  await use({});
});

const exchange = (from = browser): Cookies => new Cookies(from.carrier(), options.site);

/** Starts a login and returns what is to be remembered of it. */
function begin(members: Partial<LoginTransaction> = {}): LoginTransaction {
  const transaction: LoginTransaction = {
    ...newLoginSecrets(),
    returnTo: '/profile',
    acrValues: ['urn:grn:authn:mock'],
    maxAge: undefined,
    silent: undefined,
    person: undefined,
    session: undefined,
    scope: undefined,
    purpose: { for: 'login' },
    startedAt: clock.seconds(),
    ...members,
  };
  transactions.begin(exchange(), transaction);
  return transaction;
}

/** Names a login under way as 0.1.0 did. Gives the name. */
function nameAsEarlier(): string {
  const [name = ''] = exchange().names(COOKIES.login);
  const earlier = `criipto-login-${name.slice(COOKIES.login.length)}`;
  const seal = options.session.seals.for('login');
  const stored = seal.open(name, exchange().get(name) ?? '', clock.seconds());
  const sealed = seal.seal(earlier, stored, clock.seconds() + minutes(15));
  exchange().clear(name);
  exchange().set(earlier, sealed, { sameSite: 'Lax' });
  return earlier;
}

/** With a code, as from a provider that logged somebody in. */
const callback = (state: string) => ({ state, code: 'code' });

const take = (state: string, from = browser): Promise<LoginTransaction> =>
  transactions.take(exchange(from), callback(state));

const codeOfTaking = (state: string, from = browser): Promise<unknown> =>
  codeFrom(take(state, from));

describe('LoginTransactions', () => {
  it('gives back all that was remembered', async () => {
    const transaction = begin({ maxAge: 300 });
    expect(await take(transaction.state)).toEqual(transaction);
  });

  it('remembers it in a cookie that ends with the login', () => {
    begin();
    expect(browser.received).toEqual([
      expect.stringMatching(
        /^__Host-criipto-login-[\w-]{8}-[\w-]{22}=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=900$/,
      ),
    ]);
  });

  it('shows nothing of it', () => {
    const { seed, state, nonce, codeVerifier } = begin();
    const [header = ''] = browser.received;
    for (const secret of [seed, state, nonce, codeVerifier, 'profile']) {
      expect(header).not.toContain(secret);
      expect(Buffer.from(header, 'base64url').toString('latin1')).not.toContain(secret);
    }
  });

  it('comes with a form post from the site of the provider, when that is how it comes', async () => {
    await use({ login: { responseMode: 'form_post' } });
    const { state } = begin();
    expect(browser.received[0]).toContain('; Secure; SameSite=None; ');
    expect(await take(state)).toMatchObject({ state });
    expect(browser.received[1]).toContain('; Secure; SameSite=None; Max-Age=0');
  });

  it('keeps the logins of parallel tabs apart, in whatever order they end', async () => {
    const tabs = Array.from({ length: 5 }, () => begin());
    for (const tab of tabs.toReversed()) expect(await take(tab.state)).toEqual(tab);
  });
});

describe('a login is used once:', () => {
  it('its cookie goes with it', async () => {
    const { state } = begin();
    await take(state);
    expect(browser.names()).toEqual([]);
  });

  it('the browser does not know it any more', async () => {
    const { state } = begin();
    await take(state);
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('a browser that kept its cookie is told so', async () => {
    const { state } = begin();
    const kept = new Map(browser.held);
    await take(state);
    for (const [name, value] of kept) browser.held.set(name, value);
    expect(await codeOfTaking(state)).toBe('login_already_used');
  });

  it('of two callbacks at the same time one gets it', async () => {
    const { state } = begin();
    const exchanges = [exchange(), exchange(), exchange()];
    const codes = await Promise.all(
      exchanges.map((each) => codeFrom(transactions.take(each, callback(state)))),
    );
    expect(codes.filter((code) => code === 'login_already_used')).toHaveLength(2);
  });

  it('another instance of the application knows', async () => {
    const { state } = begin();
    const kept = new Map(browser.held);
    await take(state);
    for (const [name, value] of kept) browser.held.set(name, value);
    transactions = new LoginTransactions(options, store, clock);
    expect(await codeOfTaking(state)).toBe('login_already_used');
  });

  it('for as long as its cookie could be good', async () => {
    const { state } = begin();
    const kept = new Map(browser.held);
    await take(state);
    clock.advance(minutes(15) + hours(1) - 1);
    for (const [name, value] of kept) browser.held.set(name, value);
    expect(await codeOfTaking(state)).toBe('login_already_used');
    clock.advance(1);
    for (const [name, value] of kept) browser.held.set(name, value);
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('also when it ended too late', async () => {
    const { state } = begin();
    clock.advance(minutes(15));
    await codeOfTaking(state);
    expect(browser.names()).toEqual([]);
  });
});

describe('a login that came back with an error', () => {
  const fail = (state: string): Promise<LoginTransaction> =>
    transactions.take(exchange(), { state, code: undefined });

  it('is over in its browser, and nothing is written', async () => {
    const faulty = new FaultyStore(clock);
    transactions = new LoginTransactions(options, faulty, clock);
    const transaction = begin();
    expect(await fail(transaction.state)).toEqual(transaction);
    expect(browser.names()).toEqual([]);
    expect(await codeOfTaking(transaction.state)).toBe('login_unknown');
    expect(faulty.calls).toEqual(['get']);
  });

  it('after it was completed is no news', async () => {
    const { state } = begin();
    const kept = new Map(browser.held);
    await take(state);
    for (const [name, value] of kept) browser.held.set(name, value);
    expect(await codeFrom(fail(state))).toBe('login_already_used');
  });
});

describe('a login is unknown', () => {
  it('in a browser that did not start it, and stays good in the one that did', async () => {
    const { state } = begin();
    expect(await codeOfTaking(state, new BrowserCookies())).toBe('login_unknown');
    expect(await take(state)).toMatchObject({ state });
  });

  it('in a browser that started another', async () => {
    const transaction = begin();
    const other = new BrowserCookies();
    transactions.begin(exchange(other), { ...transaction, state: randomId() });
    const { state } = transaction;
    expect(await codeOfTaking(state, other)).toBe('login_unknown');
  });

  it.each(['', 'state', '__proto__', 'x'.repeat(4096)])('under the state %p', async (state) => {
    begin();
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('under its state with something added', async () => {
    const { state } = begin();
    expect(await codeOfTaking(`${state}1`)).toBe('login_unknown');
  });

  it('when its cookie was changed by a bit', async () => {
    const { state } = begin();
    const [name = ''] = browser.names();
    const sealed = Buffer.from(browser.held.get(name) ?? '', 'base64url');
    sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1);
    browser.held.set(name, sealed.toString('base64url'));
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('when its cookie was cut off', async () => {
    const { state } = begin();
    const [name = ''] = browser.names();
    browser.held.set(name, (browser.held.get(name) ?? '').slice(0, 40));
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('when the cookie of another login stands under its name', async () => {
    const one = begin();
    const [oneName = ''] = browser.names();
    begin();
    const [, otherName = ''] = browser.names();
    browser.held.set(oneName, browser.held.get(otherName) ?? '');
    expect(await codeOfTaking(one.state)).toBe('login_unknown');
  });

  it('when what is sealed under its name is another login', async () => {
    const { state } = begin();
    const [name = ''] = exchange().names(COOKIES.login);
    const { issuer, clientId } = options;
    const other = { seed: randomId(), returnTo: '/', startedAt: clock.seconds() };
    const sealed = new Seal([SECRET], `login ${issuer} ${clientId}`).seal(
      name,
      other,
      clock.seconds() + 60,
    );
    exchange().set(name, sealed, { sameSite: 'Lax' });
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('to an application with another secret', async () => {
    const { state } = begin();
    await use({ session: { secret: 'another secret that nobody else knows' } });
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('to another client with the same secret', async () => {
    const { state } = begin();
    nameAsEarlier(); // which tells no clients apart
    await use({ clientId: 'another-client' });
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('to an application that logs in at another provider with the same secret', async () => {
    const { state } = begin();
    nameAsEarlier();
    await use({ domain: 'other.criipto.id' });
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('but not to an application whose secret is rolled over', async () => {
    const { state } = begin();
    await use({ session: { secret: ['another secret that nobody else knows', SECRET] } });
    expect(await take(state)).toMatchObject({ state });
  });
});

describe('a login that 0.1.0 began', () => {
  it('is taken, once, and its cookie goes', async () => {
    const { state } = begin();
    nameAsEarlier();
    const copy = new BrowserCookies();
    for (const [name, value] of browser.held) copy.held.set(name, value);
    expect(await take(state)).toMatchObject({ state, returnTo: '/profile' });
    expect(browser.names()).toEqual([]);
    expect(await codeOfTaking(state, copy)).toBe('login_already_used');
  });

  it('is one of those that a browser may have', async () => {
    await use({ transaction: { maxParallel: 1 } });
    const { state } = begin();
    nameAsEarlier();
    clock.advance(1);
    begin();
    expect(browser.names()).toHaveLength(1);
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });

  it('is let alone where it is another application’s', async () => {
    begin();
    const name = nameAsEarlier();
    await use({ clientId: 'another-client', transaction: { maxParallel: 1 } });
    begin();
    expect(exchange().names('criipto-login-')).toContain(name);
  });
});

describe('a login expires', () => {
  it('not before its time', async () => {
    const { state } = begin();
    clock.advance(minutes(15) - 1);
    expect(await take(state)).toMatchObject({ state });
  });

  it('after 15 minutes', async () => {
    const { state } = begin();
    clock.advance(minutes(15));
    expect(await codeOfTaking(state)).toBe('login_expired');
  });

  it('after as long as the options say', async () => {
    await use({ transaction: { lifetime: 60 } });
    const { state } = begin();
    clock.advance(60);
    expect(await codeOfTaking(state)).toBe('login_expired');
  });

  it('and is forgotten an hour later', async () => {
    const { state } = begin();
    clock.advance(minutes(15) + hours(1));
    expect(await codeOfTaking(state)).toBe('login_unknown');
  });
});

describe('a browser has so many logins under way:', () => {
  const beginMany = (count: number): readonly LoginTransaction[] =>
    Array.from({ length: count }, () => {
      clock.advance(1);
      return begin();
    });

  it('ten', () => {
    beginMany(10);
    expect(browser.names()).toHaveLength(10);
  });

  it('with one more, the oldest goes', async () => {
    const [oldest, second] = beginMany(11);
    expect(browser.names()).toHaveLength(10);
    expect(await codeOfTaking(oldest?.state ?? '')).toBe('login_unknown');
    expect(await take(second?.state ?? '')).toEqual(second);
  });

  it('the newest never goes', async () => {
    const newest = beginMany(1000).at(-1);
    expect(browser.names()).toHaveLength(10);
    expect(await take(newest?.state ?? '')).toEqual(newest);
  });

  it('as many as the options say', async () => {
    await use({ transaction: { maxParallel: 1 } });
    const [, newest] = beginMany(2);
    expect(browser.names()).toHaveLength(1);
    expect(await take(newest?.state ?? '')).toEqual(newest);
  });

  it('what is no login of ours goes before any that is', async () => {
    const [oldest] = beginMany(9);
    browser.held.set(`__Host-${COOKIES.login}from-another-time`, 'unreadable');
    begin();
    expect(browser.names()).not.toContain(`__Host-${COOKIES.login}from-another-time`);
    expect(await take(oldest?.state ?? '')).toEqual(oldest);
  });

  it('the cookies of others are let alone', () => {
    browser.held.set('__Host-criipto-session', 'theirs');
    browser.held.set('criipto-login-without-prefix', 'theirs');
    browser.held.set(`__Host-criipto-login-neighbou-${'x'.repeat(22)}`, 'theirs');
    browser.held.set(`__Host-criipto-login-${'x'.repeat(22)}`, 'theirs');
    const theirs = browser.names();
    beginMany(20);
    expect(browser.names()).toEqual(expect.arrayContaining([...theirs]));
  });
});

describe('the cookies of logins under way', () => {
  it('are small, so that a browser that restores forty tabs is not refused for its headers', () => {
    begin();
    expect(browser.received[0]?.split(';')[0]?.length).toBeLessThan(350);
  });

  it('never take more than 8 kB together, however long the ways back', () => {
    for (let login = 0; login < 10; login += 1) {
      begin({ returnTo: `/${'x'.repeat(2000)}` });
      clock.advance(1);
    }
    const bytes = [...browser.held].reduce(
      (sum, [name, value]) => sum + name.length + value.length,
      0,
    );
    expect(bytes).toBeLessThan(8 * 1024);
    expect(browser.held.size).toBe(2);
  });
});

describe('a store that fails', () => {
  it('lets nobody in, and says that it was the store', async () => {
    transactions = new LoginTransactions(
      options,
      new BoundedStore(store, 'transaction.store'),
      clock,
    );
    store.putIfAbsent = () => Promise.reject(new Error('redis://user:secret@10.0.0.1 is away'));
    const { state } = begin();
    const taking = take(state);
    await expect(taking).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
    await expect(taking).rejects.not.toThrow(/10\.0\.0\.1/);
  });
});
