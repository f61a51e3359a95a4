/** A command of W3C WebDriver: where it is over HTTP, below its session, and what Firefox calls it. */
interface Command {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly marionette: string;
}

export const COMMANDS = {
  navigate: { method: 'POST', path: '/url', marionette: 'WebDriver:Navigate' },
  url: { method: 'GET', path: '/url', marionette: 'WebDriver:GetCurrentURL' },
  back: { method: 'POST', path: '/back', marionette: 'WebDriver:Back' },
  find: { method: 'POST', path: '/elements', marionette: 'WebDriver:FindElements' },
  click: { method: 'POST', path: '/element/{id}/click', marionette: 'WebDriver:ElementClick' },
  run: { method: 'POST', path: '/execute/sync', marionette: 'WebDriver:ExecuteScript' },
  openTab: { method: 'POST', path: '/window/new', marionette: 'WebDriver:NewWindow' },
  tab: { method: 'GET', path: '/window', marionette: 'WebDriver:GetWindowHandle' },
  tabs: { method: 'GET', path: '/window/handles', marionette: 'WebDriver:GetWindowHandles' },
  switchToTab: { method: 'POST', path: '/window', marionette: 'WebDriver:SwitchToWindow' },
  closeTab: { method: 'DELETE', path: '/window', marionette: 'WebDriver:CloseWindow' },
  switchToFrame: { method: 'POST', path: '/frame', marionette: 'WebDriver:SwitchToFrame' },
  cookies: { method: 'GET', path: '/cookie', marionette: 'WebDriver:GetCookies' },
  forget: { method: 'DELETE', path: '/cookie', marionette: 'WebDriver:DeleteAllCookies' },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;

/** The one way to a browser. What it answers is the browser's word: whoever asks knows its shape. */
export interface Wire {
  send(name: CommandName, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): Promise<void>;
}
