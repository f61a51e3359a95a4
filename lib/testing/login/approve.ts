import type { Person } from '../eids/people.js';

/** What becomes of a login. */
export interface Approval {
  /** The id of the person who logs in. @default the first one whom the eID page offers */
  readonly person?: string;
  /** Cancels at the eID instead. @default false */
  readonly cancel?: boolean;
}

/** Where the browser is sent back to, and the form that it posts there with `responseMode: 'form_post'`. */
export interface ApprovedLogin {
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
}

const MAX_STEPS = 10;

/** Walks the pages of the fake as a browser would: cookies, redirects, the eID page, and a form that posts itself. */
export async function approve(
  authorizationUrl: string,
  { person, cancel = false }: Approval,
  people: readonly Person[],
): Promise<ApprovedLogin> {
  if (person !== undefined && !people.some(({ id }) => id === person)) {
    throw new Error(
      `The fake knows nobody called ${person}: ${people.map(({ id }) => id).join(', ')}`,
    );
  }
  const { origin } = new URL(authorizationUrl);
  const jar = new Map<string, string>();
  let url = authorizationUrl;
  let form: Record<string, string> | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const response = await visit(url, jar, form);
    const location = response.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      form = undefined;
      if (new URL(url).origin !== origin) return { url };
      continue;
    }
    const page = await response.text();
    const posted = selfPostingForm(page);
    if (posted) return posted;
    if (!page.includes('name="person"')) throw new Error(`The fake refuses: ${textOf(page)}`);
    form = cancel ? { cancel: '1' } : { person: person ?? firstPersonOn(page) };
  }
  throw new Error('The fake sends the browser in circles');
}

async function visit(
  url: string,
  jar: Map<string, string>,
  form: Record<string, string> | undefined,
): Promise<Response> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    jar.set(name, value);
  }
  return response;
}

function selfPostingForm(page: string): ApprovedLogin | undefined {
  if (!page.includes('document.forms[0].submit()')) return undefined;
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? '';
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return {
    url: unescape(action),
    form: Object.fromEntries(
      [...inputs].map(([, name = '', value = '']) => [unescape(name), unescape(value)]),
    ),
  };
}

function firstPersonOn(page: string): string {
  return unescape(/name="person" value="([^"]*)"/.exec(page)?.[1] ?? '');
}

function textOf(page: string): string {
  const [, body = ''] = /<body>([^]*)<\/body>/.exec(page) ?? [];
  return unescape(body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).trim();
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

function unescape(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => CHARACTERS[entity] ?? entity);
}
