import type { Clock } from '../common/clock.js';
import { hours } from '../common/durations.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import type { Seal } from '../crypto/seal.js';
import { sha256 } from '../crypto/sha256.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { notePageFacts } from '../errors/page-facts.js';
import type { Cookies } from '../http/cookies.js';
import type { AuthorizationResponse } from '../oidc/authorization/authorization-response.js';
import { EARLIER_COOKIES } from '../options/cookie-names.js';
import { absoluteUrl } from '../options/reading/site.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { LoginPurpose } from './login-purpose.js';
import { loginSecrets, type LoginSecrets } from './login-secrets.js';

/** What must be remembered from the start of a login until its end. */
export interface LoginTransaction extends LoginSecrets {
  readonly returnTo: string;
  /** What was asked for, where that is not what the options say. */
  readonly acrValues: readonly string[] | undefined;
  /** Seconds that the authentication may be old. */
  readonly maxAge: number | undefined;
  /** Nobody is asked for anything. */
  readonly silent: true | undefined;
  /** Who has to come back, by `personFingerprints()`. */
  readonly person: readonly string[] | undefined;
  /** The session that the browser had, where its cookie does not come along with the callback. */
  readonly session: string | undefined;
  /** What was asked for, where that is not what the options say. */
  readonly scope: string | undefined;
  /** The languages that were asked for, where those are not what the options say. */
  readonly uiLocales?: string | undefined;
  /** The provider's own id of the request that was pushed, if it gave one. */
  readonly traceId?: string | undefined;
  /** Until when the provider knows that request. Seconds since the epoch. */
  readonly pushedUntil?: number | undefined;
  /** Unknown of a login that 0.1.0 began. */
  readonly purpose: LoginPurpose | undefined;
  /** Seconds since the epoch. */
  readonly startedAt: number;
}

/** What a cookie holds of it. */
type StoredTransaction = Omit<LoginTransaction, 'state' | 'nonce' | 'codeVerifier'>;

/** What a callback brings. Without a code nothing can come of it. */
type TakenBy = Pick<AuthorizationResponse, 'state' | 'code'>;

/** A login under way as it was found. */
interface FoundTransaction {
  readonly name: string;
  readonly stored: StoredTransaction;
  readonly secrets: LoginSecrets;
}

/** A cookie of a login under way, whether or not we can open it. */
interface BegunLogin {
  readonly name: string;
  readonly stored: StoredTransaction | undefined;
}

/** How 0.1.0 named them. Longer names are those of applications that are newer. */
const EARLIER_NAME = new RegExp(`^${EARLIER_COOKIES.login}[\\w-]{22}$`);

/** All logins under way together: half of the header that a server reads. */
const MAX_BYTES = 8 * 1024;
/** Kept this long beyond its time, so that a late user is told "expired" and not "unknown". */
const GRACE = hours(1);

/**
 * Logins under way, each in a sealed cookie of its own, so that parallel tabs do not disturb each other
 * and no server keeps anything for a login that is never finished. A login is completed once: its
 * cookie goes with the first callback, and the id of one that brings a code is remembered for as long as the
 * cookie could live. A callback that brings an error, as anybody's can, leaves nothing behind.
 */
export class LoginTransactions {
  private readonly seal: Seal;
  /** A form post comes from the provider's site, and only a `None` cookie comes with it. */
  private readonly sameSite: 'Lax' | 'None';

  constructor(
    private readonly options: ResolvedOptions,
    private readonly completed: KeyValueStore,
    private readonly clock: Clock,
  ) {
    this.seal = options.session.seals.for('login');
    this.sameSite = options.login.responseMode === 'form_post' ? 'None' : 'Lax';
  }

  /** Remembers a login in the browser. When there are too many, the oldest goes. */
  begin(cookies: Cookies, transaction: LoginTransaction): void {
    // The seed tells these again.
    const { state, nonce: _nonce, codeVerifier: _codeVerifier, ...stored } = transaction;
    const name = this.options.cookieNames.login + idOf(state);
    const { lifetime } = this.options.transaction;
    const sealed = this.seal.seal(name, stored, stored.startedAt + lifetime + GRACE);
    this.makeRoom(cookies, cookies.size(name, sealed));
    cookies.set(name, sealed, { maxAge: lifetime, sameSite: this.sameSite });
  }

  /**
   * The login that this browser started with the state of this callback. Gone from then on, whatever comes of it;
   * where it leads is noted with the cookies.
   *
   * @throws {CriiptoAuthError} `login_unknown` in a browser that did not start it,
   *   `login_already_used`, `login_expired`, `store_unavailable`.
   */
  async take(cookies: Cookies, { state, code }: TakenBy): Promise<LoginTransaction> {
    const found = this.find(cookies, state);
    if (!found) {
      throw new CriiptoAuthError(
        'login_unknown',
        `This browser has no such login under way: it was finished already, started in another browser, or its cookie was lost. ${this.whereItCame(cookies)}`,
      );
    }
    const { name, stored, secrets } = found;
    cookies.clear(name, this.sameSite);
    this.noteWhereItLeads(cookies, stored);
    const { lifetime } = this.options.transaction;
    const key = `login:${name}`;
    const isNew =
      code === undefined
        ? (await this.completed.get(key)) === undefined
        : await this.completed.putIfAbsent(key, '', lifetime + GRACE);
    if (!isNew) {
      throw new CriiptoAuthError('login_already_used', 'This login was completed before');
    }
    if (stored.startedAt + lifetime <= this.clock.seconds()) {
      throw new CriiptoAuthError('login_expired', `This login took longer than ${lifetime} s`);
    }
    return { ...stored, ...secrets };
  }

  /** The sealed cookie of the login that this browser began with a state, whether it is good or not. */
  cookieOf(cookies: Cookies, state: string): string | undefined {
    const [name, earlierName] = this.namesOf(state);
    return cookies.get(name) ?? cookies.get(earlierName);
  }

  /** The page whose guard demanded this begins it again. By the login route another person could log in over the session. */
  private noteWhereItLeads(
    cookies: Cookies,
    { acrValues, maxAge, person, returnTo, uiLocales }: StoredTransaction,
  ): void {
    if (uiLocales !== undefined) notePageFacts(cookies, { uiLocales });
    if ((acrValues ?? maxAge ?? person) !== undefined)
      notePageFacts(cookies, { wayBack: returnTo });
    else if (returnTo !== this.options.login.defaultReturnTo)
      notePageFacts(cookies, { wantedPage: returnTo });
  }

  private find(cookies: Cookies, state: string): FoundTransaction | undefined {
    for (const name of this.namesOf(state)) {
      const stored = this.open(cookies, name);
      const secrets = stored && loginSecrets(stored.seed);
      if (secrets && equalInConstantTime(secrets.state, state)) return { name, stored, secrets };
    }
    return undefined;
  }

  /** The cookie's name of now, and that of 0.1.0. */
  private namesOf(state: string): readonly [string, string] {
    const id = idOf(state);
    return [this.options.cookieNames.login + id, EARLIER_COOKIES.login + id];
  }

  /** The login that this browser began last, whether or not that is over. It stays. */
  latest(cookies: Cookies): Pick<LoginTransaction, 'pushedUntil' | 'traceId'> | undefined {
    return this.begun(cookies)[0]?.stored;
  }

  /** A cookie of one host comes to no other. For the log alone: who sends the request can write any host. */
  private whereItCame(cookies: Cookies): string {
    const { site } = this.options;
    return `It came to ${cookies.host ?? 'a host without a name'}, and \`baseUrl\` is ${absoluteUrl(site, '')}`;
  }

  /** The newest first. Those of 0.1.0 may be another application's: it is ours if we can open it. */
  private begun(cookies: Cookies): readonly BegunLogin[] {
    const begun: BegunLogin[] = [];
    // The names of now begin like those of 0.1.0.
    for (const name of cookies.names(EARLIER_COOKIES.login)) {
      const isOwn = name.startsWith(this.options.cookieNames.login);
      if (!isOwn && !EARLIER_NAME.test(name)) continue;
      const stored = this.open(cookies, name);
      if (isOwn || stored) begun.push({ name, stored });
    }
    return begun.toSorted((a, b) => (b.stored?.startedAt ?? 0) - (a.stored?.startedAt ?? 0));
  }

  /** For one more login of this size. */
  private makeRoom(cookies: Cookies, size: number): void {
    let bytes = size;
    for (const [index, { name }] of this.begun(cookies).entries()) {
      bytes += cookies.size(name, cookies.get(name) ?? '');
      const isFull = index + 1 >= this.options.transaction.maxParallel || bytes > MAX_BYTES;
      if (isFull) cookies.clear(name, this.sameSite);
    }
  }

  private open(cookies: Cookies, name: string): StoredTransaction | undefined {
    const sealed = cookies.get(name);
    if (sealed === undefined) return undefined;
    // Sealed under this purpose by begin() alone.
    return this.seal.open(name, sealed, this.clock.seconds()) as StoredTransaction | undefined;
  }
}

/** Found by the state, without showing it. */
function idOf(state: string): string {
  return sha256(state).slice(0, 22);
}
