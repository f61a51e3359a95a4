import type { CookieCarrier } from '../../lib/http/cookies.js';

/** The cookies of one browser: what one exchange sets, the next one sends. */
export class BrowserCookies {
  readonly held = new Map<string, string>();
  /** Every `Set-Cookie` header that came, as it came. */
  readonly received: string[] = [];

  /** What one exchange with the application has of them. */
  carrier(): CookieCarrier {
    const sent = [...this.held].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      header: (name) => (name === 'cookie' ? sent : undefined),
      appendHeader: (_name, value) => this.receive(value),
    };
  }

  names(): readonly string[] {
    return [...this.held.keys()];
  }

  private receive(header: string): void {
    this.received.push(header);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (/; Max-Age=0(;|$)/.test(header)) this.held.delete(name);
    else this.held.set(name, value);
  }
}
