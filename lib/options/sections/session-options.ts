import { hours, minutes } from '../../common/durations.js';
import { Seals } from '../../crypto/seals.js';
import { sharedCachesMayKeep } from '../../http/cache-control.js';
import type { KeyValueStore } from '../../stores/key-value-store.js';
import type { EachOf, OptionReader } from '../reading/option-reader.js';
import { storeOption } from '../reading/store-option.js';

/** How sessions are kept. Durations are seconds. */
export interface SessionOptions {
  /**
   * Seals the cookies: at least 32 characters of randomness. A list rolls over: the first seals,
   * all open.
   */
  readonly secret: string | readonly string[];
  /**
   * Name of the session cookie, without its `__Host-` prefix. By default each application has its own: the hash is of
   * issuer, client id and `baseUrl`.
   *
   * @default criipto-session- and eight characters of a hash
   */
  readonly cookieName?: string;
  /** Ends a session that nobody used for so long. @default 1800 */
  readonly idle?: number;
  /** Ends a session at this age, used or not. @default 28800 */
  readonly absolute?: number;
  /** Keeps sessions here, and a random name in the cookie, so that they can be ended from elsewhere. */
  readonly store?: KeyValueStore;
  /** Sessions that one user may have; one more and the oldest ends. With `store` only. @default 100 */
  readonly maxPerUser?: number;
  /**
   * Keeps the access token of each login, and its refresh token if the provider gives one, in the stored
   * session, for `@AccessToken()`. With `store` only: tokens never go to the browser. @default false
   */
  readonly tokens?: boolean;
  /**
   * The `Cache-Control` of answers behind a guard, and under `@OptionalAuth()` of those to who is logged in, where a
   * handler says nothing else. One that lets a shared cache keep them is refused. With `false` only an answer that
   * carries a cookie of ours and says nothing itself gets one: `private, no-cache`.
   *
   * @default private, no-store for pages, private, no-cache for the rest
   */
  readonly cacheControl?: string | false;
}

export type ResolvedSession = ReturnType<typeof sessionOptions>;

/** What is there in place of the secret. */
type Session = Omit<SessionOptions, 'secret'> & { readonly seals: Seals };

const MIN_SECRET_LENGTH = 32;
/** A user's sessions are one entry of the store, written at each login. */
const MAX_PER_USER = 500;

/**
 * @param owner the issuer and the client id, for which alone what is sealed is good.
 * @param defaultName of the cookie.
 */
export function sessionOptions(
  section: OptionReader<SessionOptions>,
  owner: string,
  defaultName: string,
) {
  const secrets = secretsOf(section);
  const cookieName = cookieNameOf(section) ?? defaultName;
  const idle = section.seconds('idle', minutes(30));
  const absolute = section.seconds('absolute', hours(8));
  if (idle > absolute) section.problem('idle', 'cannot be longer than `session.absolute`');
  const store = storeOption(section);
  const maxPerUser = section.number('maxPerUser', 100, { min: 1, max: MAX_PER_USER });
  if (section.has('maxPerUser') && !section.has('store'))
    section.problem('maxPerUser', 'needs `session.store`: cookies are not counted');
  const tokens = section.boolean('tokens', false);
  if (tokens && !section.has('store'))
    section.problem(
      'tokens',
      'needs `session.store`, for tokens never go to the browser: write `store: new RedisStore({ url })`, or `new InMemoryStore(new SystemClock())` for one instance',
    );
  const cacheControl = cacheControlOf(section);
  const seals = new Seals(secrets, owner);
  return {
    seals,
    cookieName,
    idle,
    absolute,
    store,
    maxPerUser,
    tokens,
    cacheControl,
  } as const satisfies EachOf<Session>;
}

function secretsOf(section: OptionReader<SessionOptions>): readonly string[] {
  const secrets = section.texts(
    'secret',
    'at least 32 random characters, kept outside of the code: `openssl rand -base64 32` makes them',
  );
  if (secrets.some((secret) => secret.trim().length < MIN_SECRET_LENGTH)) {
    section.problem(
      'secret',
      `is too short: at least ${MIN_SECRET_LENGTH} characters, such as \`openssl rand -base64 32\` makes`,
    );
  }
  return secrets;
}

function cookieNameOf(section: OptionReader<SessionOptions>): string | undefined {
  const cookieName = section.optionalText('cookieName');
  if (cookieName === undefined) return undefined;
  if (!/^[\w-]+$/.test(cookieName))
    section.problem('cookieName', 'may hold letters, digits, "-" and "_" only');
  if (/^criipto-(?:log(?:in|out)|seen|age)/.test(cookieName))
    section.problem(
      'cookieName',
      'begins like a cookie that the module sets beside it: take another',
    );
  return cookieName;
}

/** `undefined` for what guards say by themselves, `false` for nothing. */
function cacheControlOf(section: OptionReader<SessionOptions>): string | false | undefined {
  if (section.isFalse('cacheControl')) return false;
  const written = section.optionalText('cacheControl');
  if (written === undefined) return undefined;
  if (!/^[\x20-\x7e]+$/.test(written))
    section.problem('cacheControl', 'may hold printable ASCII characters only');
  else if (sharedCachesMayKeep(written))
    section.problem(
      'cacheControl',
      'lets a cache that many users share keep what is for one of them: write `private` or `no-store` into it, and neither `public` nor `s-maxage`',
    );
  return written;
}
