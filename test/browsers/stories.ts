import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import type { ApprovedLogin } from 'nestjs-criipto-auth/testing';

import { type Adapter, BrowsedApp, type BrowsedAppOptions } from './browsed-app.js';
import type { Wire } from './driver/commands.js';
import { type Engine, launch } from './driver/engines.js';
import { Person } from './driver/person.js';

const ADAPTERS: readonly Adapter[] = ['Express', 'Fastify'];
const PERSON = 'dk-freja';
const NAME = 'Freja';
const IN_THE_ACCOUNT = `Account of ${NAME}`;

/** The same stories in every browser. */
export function tellStoriesIn(engine: Engine): void {
  jest.setTimeout(60_000);
  let wire: Wire;
  let person: Person;

  beforeAll(async () => {
    wire = await launch(engine);
    person = new Person(wire);
  });
  afterAll(() => wire.close());

  describe.each(ADAPTERS)(`in ${engine}, on %s,`, (adapter) => {
    const start = (settings: Omit<BrowsedAppOptions, 'adapter'>): (() => BrowsedApp) => {
      let app: BrowsedApp;
      beforeAll(async () => {
        app = await BrowsedApp.start({ adapter, ...settings });
      });
      afterAll(() => app.stop());
      beforeEach(async () => {
        await person.startAnew(app.places);
        app.fake.requests.clear();
      });
      return () => app;
    };
    const at = (app: BrowsedApp, path: string) => person.arrive(app.url + path);

    describe('by https and a query,', () => {
      const app = start({ scheme: 'https', responseMode: 'query' });
      const logIn = async (path = '/account'): Promise<void> => {
        await person.goTo(app().url + path);
        await person.pick(PERSON);
        await at(app(), path);
      };

      it('a login comes back to the page that needed it, with cookies for this host alone', async () => {
        await logIn('/account?tab=1');
        await person.read(IN_THE_ACCOUNT);
        const cookies = await person.cookies();
        expect(cookies.map(({ name }) => name.split('-', 3).join('-'))).toContain(
          '__Host-criipto-session',
        );
        expect(cookies.every(({ httpOnly, secure }) => httpOnly && secure)).toBe(true);
      });

      it('logins in two tabs at the same time both end', async () => {
        await person.goTo(`${app().url}/account?tab=1`);
        const first = await person.openTab();
        await person.goTo(`${app().url}/account?tab=2`);
        await person.pick(PERSON);
        await at(app(), '/account?tab=2');
        await person.goToTab(first);
        await person.pick('dk-mads');
        await at(app(), '/account?tab=1');
        await person.read('Account of Mads');
      });

      describe('while the application takes its time', () => {
        beforeEach(() => {
          BrowsedApp.isSlow = true;
        });
        afterEach(() => {
          BrowsedApp.isSlow = false;
        });

        it('a callback that is opened twice logs in, by one token request', async () => {
          const callback = await approved(person, app());
          await person.goTo(`${app().url}/`);
          await person.run(
            'const go = () => location.assign(arguments[0]); setTimeout(go, 0); setTimeout(go, 100);',
            callback.url,
          );
          await at(app(), '/account');
          await person.read(IN_THE_ACCOUNT);
          expect(app().fake.requests.of('token')).toHaveLength(1);
        });
      });

      it('a second look at the callback leads on, and not to an error', async () => {
        const callback = await approved(person, app());
        for (const path of ['/account', '/']) {
          await person.goTo(callback.url);
          await at(app(), path);
        }
        await person.read('Home');
      });

      it('a stronger login is asked for, and comes back to where it was', async () => {
        await logIn();
        await person.goTo(`${app().url}/vault`);
        await person.pick(PERSON);
        await person.read('The vault is open');
      });

      it('who cancels can try again', async () => {
        await person.goTo(`${app().url}/auth/login?returnTo=/account`);
        await person.click('button[name=cancel]');
        await person.read('You cancelled the login');
        await person.click('a');
        await person.pick(PERSON);
        await at(app(), '/account');
      });

      it.each([
        [
          'a login that is not known',
          '/auth/callback?code=1&state=2',
          'allow cookies for this site',
        ],
        ['a callback that brings nothing', '/auth/callback', 'Go back to where you started'],
        ['a logout', '/auth/logged-out', 'You are logged out'],
      ])('axe finds no barrier on the page of %s', async (_page, path, text) => {
        await person.goTo(app().url + path);
        await person.read(text);
        expect(await person.barriers()).toBe('');
      });

      it('after a logout the Back button shows nobody', async () => {
        await logIn();
        await person.click('#logout');
        await person.read('You are logged out');
        await person.goBack();
        await person.arrive(app().fake.issuer);
        expect(await person.text()).not.toContain(IN_THE_ACCOUNT);
      });

      it('an application of one page logs in and out by JSON', async () => {
        await person.goTo(`${app().url}/`);
        await ask(person, 'GET', '/auth/login?returnTo=/account', 'authorizationUrl');
        await person.pick(PERSON);
        await person.read(IN_THE_ACCOUNT);
        await ask(person, 'POST', '/auth/logout', 'logoutUrl');
        await person.read('You are logged out');
        await at(app(), '/auth/logged-out');
      });

      it.each(['account', 'auth/login'])(
        'a frame of its own that shows /%s leads out of it to a login',
        async (path) => {
          await person.goTo(`${app().url}/around?path=${path}`);
          await leaveFrame(person);
          await person.pick(PERSON);
          await at(app(), path === 'account' ? '/account' : '/');
        },
      );

      it('a frame of another site leads out of it to a login, and back to the page', async () => {
        const frame = `<iframe src="${app().url}/account"></iframe>`;
        await person.goTo(app().pageElsewhere(frame));
        await leaveFrame(person);
        await person.pick(PERSON);
        await at(app(), '/account');
        await person.read(IN_THE_ACCOUNT);
      });

      it('a form that wants a stronger login is refused by a page that leads back', async () => {
        await logIn('/pay');
        await person.click('#send');
        await person.read('Nothing was done');
        expect(await person.barriers()).toBe('');
        await at(app(), '/transfer');
        await person.click('a');
        await at(app(), '/pay');
      });
    });

    describe('by https and a form,', () => {
      const app = start({ scheme: 'https', responseMode: 'form_post' });

      it('a login ends, and the same form once more leads home', async () => {
        const { url, form = {} } = await approved(person, app());
        const fields = Object.entries(form)
          .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
          .join('');
        const provider = app().pageElsewhere(
          `<form method="post" action="${url}">${fields}<button>Go on</button></form>`,
        );
        await person.goTo(provider);
        await person.click('button');
        await at(app(), '/account');
        await person.read(IN_THE_ACCOUNT);
        await person.goTo(provider);
        await person.click('button');
        await at(app(), '/');
        await person.read('Home');
        expect(app().fake.requests.of('token')).toHaveLength(1);
      });
    });

    describe('by http and a form,', () => {
      const app = start({ scheme: 'http', responseMode: 'form_post' });

      if (engine === 'WebKit')
        it('no login ends, and the page says what may be the matter', async () => {
          await person.goTo(`${app().url}/account`);
          await person.pick(PERSON);
          await person.read('allow cookies for this site');
        });
      else
        it('a login ends', async () => {
          await person.goTo(`${app().url}/account`);
          await person.pick(PERSON);
          await person.read(IN_THE_ACCOUNT);
        });
    });
  });
}

/** Begins a login in the browser, and lets it be approved elsewhere: how it comes back. */
async function approved(person: Person, app: BrowsedApp): Promise<ApprovedLogin> {
  await person.goTo(`${app.url}/`);
  const begun = await person.run(`
    const request = new XMLHttpRequest();
    request.open('GET', '/auth/login?returnTo=/account', false);
    request.setRequestHeader('Accept', 'application/json');
    request.send();
    return JSON.parse(request.responseText).authorizationUrl;
  `);
  return app.fake.approve(String(begun), { person: PERSON });
}

/** Asks by a script of the page, and goes where it is told to. */
async function ask(person: Person, method: string, path: string, member: string): Promise<void> {
  await person.run(
    `const [method, path, member] = arguments;
    fetch(path, { method, headers: { accept: 'application/json' } })
      .then((response) => response.json())
      .then((answer) => location.assign(answer[member]));`,
    method,
    path,
    member,
  );
}

/** Without having to scroll sideways in it. */
async function leaveFrame(person: Person): Promise<void> {
  await person.lookInto('iframe');
  await person.read('Please log in');
  expect(await person.run('return document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await person.barriers()).toBe('');
  await person.click('a');
  await person.lookUp();
}
