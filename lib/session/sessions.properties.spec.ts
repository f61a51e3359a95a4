import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { BrowserCookies } from '../../test/support/browser-cookies.js';
import { eidClaims } from '../../test/support/eid-claims.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import { hours } from '../common/durations.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import { SessionService } from './session.service.js';

/** Logins are told from each other by their numbers. Of nobody there is none. */
type Login = number | undefined;

/** A request on its way to the application, or its answer on the way back. */
interface Exchange {
  readonly wish: 'page' | 'login' | 'logout';
  readonly cookies: string;
  /** As whom the browser asked. */
  readonly asker: Login;
  readonly answer: string[];
  /** As whom the answer of a login or a logout leaves the browser. */
  leaves?: { readonly as: Login };
}

type Step =
  | { readonly does: 'ask'; readonly wish: Exchange['wish'] }
  | { readonly does: 'handle'; readonly which: number }
  | { readonly does: 'deliver'; readonly which: number }
  | { readonly does: 'wait'; readonly seconds: number }
  | { readonly does: 'restart' };

/** One browser and one application, between which requests and answers overtake each other, and what should be so. */
class World {
  private readonly browser = new BrowserCookies();
  private sessions: SessionService;
  private asked: Exchange[] = [];
  private answered: Exchange[] = [];
  private logins = 0;
  private current: Login;
  /** Sessions that ended, by a logout or by another login in the browser that had them. */
  private readonly ended = new Set<Login>([undefined]);

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: FakeClock,
  ) {
    this.sessions = this.start();
  }

  async take(step: Step): Promise<void> {
    if (step.does === 'ask') this.ask(step.wish);
    else if (step.does === 'wait') this.clock.advance(step.seconds);
    else if (step.does === 'handle') await this.handle(drawn(this.asked, step.which));
    else if (step.does === 'deliver') await this.deliver(drawn(this.answered, step.which));
    else this.restart();
  }

  /** All that is under way comes to its end. */
  async settle(): Promise<void> {
    while (this.asked.length > 0) await this.handle(this.asked.pop());
    while (this.answered.length > 0) await this.deliver(this.answered.pop());
  }

  private ask(wish: Exchange['wish']): void {
    this.asked.push({ wish, cookies: this.held(), asker: this.current, answer: [] });
  }

  private async handle(exchange: Exchange | undefined): Promise<void> {
    if (!exchange) return;
    const { wish, asker, answer } = exchange;
    const cookies = this.cookies(exchange.cookies, answer);
    if (wish === 'page') await this.show(cookies, asker);
    else exchange.leaves = { as: await this.change(cookies, wish) };
    if (wish !== 'page') this.ended.add(asker);
    this.answered.push(exchange);
  }

  /** As a guard does it. */
  private async show(cookies: Cookies, asker: Login): Promise<void> {
    const session = await this.sessions.read(cookies);
    expect(session?.user).toEqual(this.expected(asker));
    if (session) await this.sessions.touch(cookies, session);
  }

  private async change(cookies: Cookies, wish: 'login' | 'logout'): Promise<Login> {
    if (wish === 'logout') {
      await this.sessions.end(cookies);
      return undefined;
    }
    this.logins += 1;
    await this.sessions.create(cookies, this.somebody(), { login: this.logins });
    return this.logins;
  }

  private async deliver(exchange: Exchange | undefined): Promise<void> {
    if (!exchange) return;
    for (const cookie of exchange.answer) this.browser.carrier().appendHeader('Set-Cookie', cookie);
    if (exchange.leaves) this.current = exchange.leaves.as;
    const session = await this.sessions.read(this.cookies(this.held(), []));
    expect(session?.user).toEqual(this.expected(this.current));
  }

  /** Who has to be seen in a browser that is in this login: nobody else, ever, and nobody only when it is over. */
  private expected(login: Login): object | undefined {
    return this.ended.has(login) ? undefined : { login };
  }

  /** Without any store an application that starts anew knows of no session that ended. */
  private restart(): void {
    this.sessions = this.start();
    if (this.options.session.store ?? this.options.transaction.store) return;
    this.ended.clear();
    this.ended.add(undefined);
  }

  private start(): SessionService {
    return new SessionService(this.options, this.clock, new AuthEvents());
  }

  /** One of three people. */
  private somebody(): CriiptoUser {
    const claims = { ...eidClaims.mitid, sub: `user ${this.logins % 3}` };
    const authenticatedAt = new Date(this.clock.now());
    return toCriiptoUser(claims, { issuer: this.options.issuer, authenticatedAt });
  }

  private held(): string {
    return this.browser.carrier().header('cookie') ?? '';
  }

  private cookies(sent: string, answer: string[]): Cookies {
    const header = (name: string) => (name === 'cookie' ? sent : undefined);
    const appendHeader = (_name: string, value: string) => void answer.push(value);
    return new Cookies({ header, appendHeader }, this.options.site);
  }
}

function drawn(exchanges: Exchange[], which: number): Exchange | undefined {
  return exchanges.splice(which % Math.max(1, exchanges.length), 1)[0];
}

const which = fc.nat(20);
const STEPS: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('ask'), wish: wishes() }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('handle'), which }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('deliver'), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait'), seconds: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restart') }) },
);

function wishes(): fc.Arbitrary<Exchange['wish']> {
  return fc.constantFrom('page', 'page', 'login', 'logout');
}

/** Longer than all steps together take. */
const lifetimes = { idle: hours(8), absolute: hours(8) };

describe.each<
  [string, (store: InMemoryStore) => Partial<Record<'session' | 'transaction', object>>]
>([
  ['in cookies', () => ({})],
  ['in cookies, and in a store which of them ended', (store) => ({ transaction: { store } })],
  ['in a store', (store) => ({ session: { store } })],
])('sessions %s', (_where, keeping) => {
  it('are those of the last login or logout that was answered, whatever overtakes what', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(STEPS, { minLength: 8, maxLength: 60 }), async (steps) => {
        const clock = new FakeClock();
        const { session, ...kept } = keeping(new InMemoryStore(clock));
        const options = { ...kept, session: { secret: SECRET, ...lifetimes, ...session } };
        const world = new World(await resolvedOptions(options), clock);
        for (const step of steps) await world.take(step);
        await world.settle();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
