import { setTimeout } from 'node:timers/promises';

import axe from 'axe-core';

import type { Wire } from './commands.js';

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 10_000;
/** How W3C WebDriver writes an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

type Element = Readonly<Record<typeof ELEMENT, string>>;

export interface BrowserCookie {
  readonly name: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
}

/** Somebody at a browser: goes to pages, sees what they say, clicks. Whatever is not there yet is waited for. */
export class Person {
  constructor(private readonly wire: Wire) {}

  async goTo(url: string): Promise<void> {
    await this.wire.send('navigate', { url });
  }

  async goBack(): Promise<void> {
    await this.wire.send('back');
  }

  async url(): Promise<string> {
    return String(await this.wire.send('url'));
  }

  /** Waits to be at an address that begins so. */
  async arrive(start: string): Promise<void> {
    let url = '';
    await until(
      async () => (url = await this.url()).startsWith(start),
      () => `at ${url}, and not at ${start}`,
    );
  }

  /** Waits for a page that says so. */
  async read(text: string): Promise<void> {
    let seen = '';
    await until(
      async () => (seen = await this.text()).includes(text),
      () => `not "${text}", but: ${seen}`,
    );
  }

  async text(): Promise<string> {
    return String(await this.run('return document.body ? document.body.innerText : ""'));
  }

  /** Clicks the first that is found by CSS. */
  async click(selector: string): Promise<void> {
    const [found] = await this.found(selector);
    await this.wire.send('click', { id: found?.[ELEMENT] });
  }

  /** Logs in at the eID, as one would with a phone. */
  async pick(person: string): Promise<void> {
    await this.click(`button[name=person][value=${person}]`);
  }

  run(script: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.wire.send('run', { script, args });
  }

  /** What axe finds in the page that stands in somebody's way: the names of its rules. */
  async barriers(): Promise<string> {
    // Whichever realm a browser runs this in, the page keeps the answer.
    await this.run(
      `${axe.source}
      axe.run().then(({ violations }) => {
        document.documentElement.dataset.barriers = violations.map(({ id }) => id).join();
      });`,
    );
    let barriers: unknown;
    await until(
      async () => {
        barriers = await this.run('return document.documentElement.dataset.barriers ?? null');
        return barriers !== null;
      },
      () => 'axe does not answer',
    );
    return String(barriers);
  }

  /** Looks into the frame of a page; out of it again with `lookUp`. */
  async lookInto(selector: string): Promise<void> {
    const [found] = await this.found(selector);
    await this.wire.send('switchToFrame', { id: found });
  }

  async lookUp(): Promise<void> {
    await this.wire.send('switchToFrame', { id: null });
  }

  /** Opens a tab, and is in it. Gives the one of before. */
  async openTab(): Promise<string> {
    const before = String(await this.wire.send('tab'));
    const opened = await this.wire.send('openTab', { type: 'tab' });
    const { handle } = opened as { handle: string }; // W3C WebDriver, New Window
    await this.goToTab(handle);
    return before;
  }

  async goToTab(handle: string): Promise<void> {
    await this.wire.send('switchToTab', { handle });
  }

  async cookies(): Promise<readonly BrowserCookie[]> {
    return (await this.wire.send('cookies')) as readonly BrowserCookie[]; // W3C WebDriver, Get All Cookies
  }

  /** As a new person, in one tab, who has never been at these places. */
  async startAnew(places: readonly string[]): Promise<void> {
    const [first = '', ...others] = (await this.wire.send('tabs')) as readonly string[]; // W3C WebDriver, Get Window Handles
    for (const other of others) {
      await this.goToTab(other);
      await this.wire.send('closeTab');
    }
    await this.goToTab(first);
    for (const place of places) {
      await this.goTo(place);
      await this.wire.send('forget');
      await until(
        async () => (await this.cookies()).length === 0,
        () => `cookies of ${place} stay`,
      );
    }
  }

  private async found(selector: string): Promise<readonly Element[]> {
    let found: readonly Element[] = [];
    await until(
      async () => (found = await this.elements(selector)).length > 0,
      async () => `no ${selector} at ${await this.url()}: ${await this.text()}`,
    );
    return found;
  }

  private async elements(selector: string): Promise<readonly Element[]> {
    const found = await this.wire.send('find', { using: 'css selector', value: selector });
    return found as readonly Element[]; // W3C WebDriver, Find Elements
  }
}

/** In the midst of a navigation a browser may know no page to ask. */
async function until(
  isSo: () => Promise<boolean>,
  otherwise: () => string | Promise<string>,
): Promise<void> {
  let failure: unknown;
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS;) {
    try {
      if (await isSo()) return;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await setTimeout(LOOK_EVERY_MS);
  }
  throw failure instanceof Error ? failure : new Error(await otherwise());
}
