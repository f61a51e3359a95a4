import { hours, minutes } from '../../common/durations.js';
import { hidden } from '../reading/hidden.js';
import type { OptionReader } from '../reading/option-reader.js';
import type { ResolvedOptions } from '../resolved-options.js';
import { storeOption } from '../reading/store-option.js';

const MIN_SECRET_LENGTH = 32;
/** A user's sessions are one entry of the store, written at each login. */
const MAX_PER_USER = 500;

export function sessionOptions(section: OptionReader): ResolvedOptions['session'] {
  section.allow('secret', 'cookieName', 'idle', 'absolute', 'store', 'maxPerUser', 'tokens');
  const secrets = section.texts(
    'secret',
    'at least 32 random characters, kept outside of the code: `openssl rand -base64 32` makes them',
  );
  if (secrets.some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    section.problem(
      'secret',
      `is too short: at least ${MIN_SECRET_LENGTH} characters, such as \`openssl rand -base64 32\` makes`,
    );
  }
  const cookieName = section.optionalText('cookieName') ?? 'criipto-session';
  if (!/^[\w-]+$/.test(cookieName))
    section.problem('cookieName', 'may hold letters, digits, "-" and "_" only');
  if (/^criipto-log(?:in|out)/.test(cookieName))
    section.problem('cookieName', 'is a name that logins and logouts use: take another');
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
  return hidden({ secrets, cookieName, idle, absolute, store, maxPerUser, tokens }, 'secrets');
}
