import { COMMANDS, type CommandName, type Wire } from './commands.js';

interface Answer {
  readonly value: unknown;
}

/** A browser behind a driver that listens: WebKitWebDriver, chromedriver. */
export class HttpWire implements Wire {
  private constructor(
    private readonly session: string,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(
    driver: string,
    capabilities: object,
    stop: () => Promise<void>,
  ): Promise<HttpWire> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const value = await ask('POST', `${driver}/session`, body);
    const { sessionId } = value as { sessionId: string }; // W3C WebDriver, New Session
    return new HttpWire(`${driver}/session/${sessionId}`, stop);
  }

  send(name: CommandName, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const { method, path } = COMMANDS[name];
    const place = path.replace('{id}', String(parameters['id']));
    return ask(method, this.session + place, parameters);
  }

  async close(): Promise<void> {
    await ask('DELETE', this.session, {}).catch(() => undefined);
    await this.stop();
  }
}

async function ask(method: string, url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  });
  const { value } = (await response.json()) as Answer; // every answer of W3C WebDriver
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string }; // W3C WebDriver, Errors
  throw new Error(`${method} ${url}: ${error}: ${message}`);
}
