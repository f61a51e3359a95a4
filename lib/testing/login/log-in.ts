import { applicationUrl } from './application-url.js';
import type { Approval, ApprovedLogin } from './approve.js';
import { CookieJar } from './cookie-jar.js';

/** A login that a test wants to have behind it. */
export interface LogInOptions extends Pick<Approval, 'person'> {
  /**
   * Where it begins: the login route, or a page that asks for one. With a query, such as
   * `/auth/login?returnTo=/me`. @default '/auth/login'
   */
  readonly path?: string;
}

interface Provider {
  readonly issuer: string;
  approve(url: string): Promise<ApprovedLogin>;
  /** What to add when it fails. */
  explain(): string;
}

const MAX_STEPS = 5;
/** What a browser sends when one clicks a link. */
const NAVIGATION = {
  accept: 'text/html',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
};

/** Logs in at an application as a browser would, and gives the cookies that it then has. */
export async function logIn(baseUrl: string, path: string, provider: Provider): Promise<CookieJar> {
  const jar = new CookieJar(baseUrl);
  const authorizationUrl = await begin(jar, path, provider);
  const { url, form } = await provider.approve(authorizationUrl);
  const answer = await jar.fetch(url, {
    headers: NAVIGATION,
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  if (answer.status < 400) return jar;
  throw new Error(
    `The application refused the login at ${new URL(url).pathname}: ${await told(answer)}. ${provider.explain()}`,
  );
}

/** Follows the application to where it sends browsers to log in. */
async function begin(jar: CookieJar, path: string, provider: Provider): Promise<string> {
  const { origin } = new URL(jar.baseUrl);
  let url = applicationUrl(path, jar.baseUrl);
  for (let step = 0; step < MAX_STEPS && url.origin === origin; step += 1) {
    const response = await reached(jar, url.href);
    const location = response.headers.get('location');
    if (location === null) {
      const answer = await told(response);
      throw new Error(`${url.href} sends no browser to log in: ${answer}. ${provider.explain()}`);
    }
    url = new URL(location, url);
  }
  if (url.origin === provider.issuer) return url.href;
  throw new Error(`${path} does not lead to the fake at ${provider.issuer}, but to ${url.href}`);
}

async function reached(jar: CookieJar, url: string): Promise<Response> {
  try {
    return await jar.fetch(url, { headers: NAVIGATION });
  } catch (cause) {
    throw new Error(`Nobody answers at ${url}: does the application listen there?`, { cause });
  }
}

/** Status and text of an answer, for an error that one reads. */
async function told(response: Response): Promise<string> {
  const text = (await response.text()).replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' ');
  return `HTTP ${response.status}, ${text.replace(/\s+/g, ' ').trim().slice(0, 300)}`;
}
