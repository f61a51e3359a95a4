import type { Exchange } from '../model/exchange.js';
import { LoginTrace } from './login-trace.js';
import { type Step, stepOf } from './step.js';
import { tiesOf } from './ties.js';

const MOST_LOGINS = 50;
const MOST_WAITING = 5;
/** For so many milliseconds what was fetched may have been fetched for the login that begins. */
const WAITING = 10_000;

/** The newest logins at the fake, put together from single requests as they happen. */
export class LoginLog {
  private readonly kept: LoginTrace[] = [];
  /** Which login gave what a request came with. */
  private readonly owners = new Map<string, LoginTrace>();
  /** What was fetched before there was a login. */
  private waiting: Step[] = [];
  private readonly listeners = new Set<() => void>();
  private begun = 0;

  /** The newest first. */
  get logins(): readonly LoginTrace[] {
    return this.kept.toReversed();
  }

  login(number: number): LoginTrace | undefined {
    return this.kept.find((login) => login.number === number);
  }

  /** Is told of each change. Returns the function that stops it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  add(exchange: Exchange): void {
    const step = stepOf(exchange);
    const { takes, gives } = tiesOf(step);
    const login = takes.map((tie) => this.owners.get(tie)).find(Boolean) ?? this.loginFor(step);
    if (!login) return;
    login.add(step);
    for (const tie of gives) this.owners.set(tie, login);
    for (const listener of this.listeners) listener();
  }

  /** A login for a request that nothing ties to one, if it is of any. */
  private loginFor(step: Step): LoginTrace | undefined {
    const newest = this.kept.at(-1);
    switch (step.kind) {
      case 'other':
        return undefined;
      case 'discovery':
      case 'jwks': // of no application, by what it says: the newest login is what it was fetched for
        if (newest && isUnderWay(newest)) return newest;
        this.waiting = [...this.waiting, step].slice(-MOST_WAITING);
        return undefined;
      case 'logout':
        return newest;
      default:
        return this.begin(step.exchange.at);
    }
  }

  private begin(at: number): LoginTrace {
    this.begun += 1;
    const waiting = this.waiting.filter(({ exchange }) => at - exchange.at < WAITING);
    const login = new LoginTrace(this.begun, waiting[0]?.exchange.at ?? at);
    for (const step of waiting) login.add(step);
    this.waiting = [];
    this.kept.push(login);
    if (this.kept.length > MOST_LOGINS) this.forget(this.kept.shift());
    return login;
  }

  private forget(login: LoginTrace | undefined): void {
    for (const [tie, owner] of this.owners) if (owner === login) this.owners.delete(tie);
  }
}

/** Until userinfo was asked for, or the browser left. */
function isUnderWay({ steps }: LoginTrace): boolean {
  return !steps.some(({ kind }) => kind === 'userinfo' || kind === 'logout');
}
