import { sharedCachesMayKeep, WITH_DIRECTIVES } from './cache-control.js';
import { type NodeResponse, passedIn, textsOf } from './node-response.js';

/** For how long nginx keeps an answer, whatever else the answer says. */
const OF_NGINX = 'x-accel-expires';

/**
 * The cookies that we set in one answer. Not before its head is written is it known what caches may do with it: a
 * handler, an interceptor or a filter can say so after us. No cookie of ours leaves in an answer that a shared
 * cache may keep, and perhaps give to others (RFC 9111 section 7.3): what can wait is left out of it, and where
 * something cannot, nobody may keep the answer. An answer of which nobody said anything is for its user alone.
 */
export class AnswerCookies {
  private readonly dispensable = new Set<string>();
  private readonly needed = new Set<string>();

  constructor(private readonly response: NodeResponse) {
    const writeHead = response.writeHead.bind(response);
    const isWrapped = Object.hasOwn(response, 'writeHead');
    response.writeHead = (status, ...rest) => {
      const settled = this.settled(rest);
      if (isWrapped) this.watchHeaders();
      return writeHead(status, ...settled);
    };
  }

  /** Notes a cookie that was set, as it stands in its header. */
  add(cookie: string, isDispensable: boolean): void {
    (isDispensable ? this.dispensable : this.needed).add(cookie);
  }

  /** What follows the status in `writeHead`: a reason, headers, or both. */
  private settled(rest: readonly unknown[]): readonly unknown[] {
    const passed = passedIn(rest.at(-1));
    const headers = new Map(Object.entries(this.response.getHeaders()));
    for (const [name, value] of passed) headers.set(name, value);
    if (!isForAll(headers) && isSaid(headers.get('cache-control'))) return rest;
    // As Node does where some were set and others are passed.
    for (const [name, value] of passed) this.response.setHeader(name, value);
    if (isForAll(headers)) this.keepFromAll();
    else if (this.carried().some(this.isOurs)) this.say('private, no-cache');
    return rest.filter((each) => typeof each === 'string');
  }

  /** A middleware that was there before us may have its say after us, as the very last. */
  private watchHeaders(): void {
    const { response } = this;
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) => {
      setHeader(name, value);
      if (isAboutCaches(name.toLowerCase())) this.settled([]);
      return response;
    };
  }

  private keepFromAll(): void {
    const carried = this.carried();
    const left = carried.filter((cookie) => !this.dispensable.has(cookie));
    if (left.length < carried.length) this.response.removeHeader('Set-Cookie');
    if (left.length > 0) this.response.setHeader('Set-Cookie', left);
    if (left.some(this.isOurs)) this.say('no-store');
  }

  private say(cacheControl: string): void {
    for (const name of Object.keys(this.response.getHeaders()))
      if (isAboutCaches(name)) this.response.removeHeader(name);
    this.response.setHeader('Cache-Control', cacheControl);
  }

  private carried(): readonly string[] {
    return textsOf(this.response.getHeader('Set-Cookie'));
  }

  private readonly isOurs = (cookie: string): boolean =>
    this.dispensable.has(cookie) || this.needed.has(cookie);
}

/** `CDN-Cache-Control` and its like are for one kind of shared cache, which asks nothing else (RFC 9213). */
function isForAll(headers: ReadonlyMap<string, unknown>): boolean {
  return [...headers].some(
    ([name, value]) =>
      isAboutCaches(name) && isSaid(value) && letsNetworksKeep(name, textsOf(value).join()),
  );
}

function letsNetworksKeep(name: string, value: string): boolean {
  return name === OF_NGINX ? value !== '0' && value !== 'off' : sharedCachesMayKeep(value);
}

function isAboutCaches(name: string): boolean {
  return name === OF_NGINX || WITH_DIRECTIVES.test(name);
}

function isSaid(value: unknown): boolean {
  return textsOf(value).join('').trim() !== '';
}
