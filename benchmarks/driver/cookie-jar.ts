/** The cookies that a browser keeps for one application, all of them at `/`. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  get header(): string {
    return Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @param headers of `Set-Cookie`, if there are any. */
  store(headers: string | string[] | undefined): void {
    for (const header of [headers ?? []].flat()) this.keep(header);
  }

  private keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (attributes.some(isOver)) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(equals + 1));
  }
}

function isOver(attribute: string): boolean {
  const [name = '', value = ''] = attribute.trim().split('=');
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  return name.toLowerCase() === 'expires' && Date.parse(value) <= Date.now();
}
