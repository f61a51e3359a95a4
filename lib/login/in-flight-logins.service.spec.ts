import { beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { FakeTimer } from '../../test/support/fake-timer.js';
import { HttpClient } from '../http-client/http-client.js';
import { InFlightLogins } from './in-flight-logins.service.js';

class WatchedClient extends HttpClient {
  isAbandoned = false;

  override async abandon(): Promise<void> {
    this.isAbandoned = true;
  }
}

let http: WatchedClient;
let timer: FakeTimer;
let logins: InFlightLogins;

beforeEach(() => {
  http = new WatchedClient({ connect: 1, maxBody: 1024, allowInsecureLoopback: false });
  timer = new FakeTimer(new FakeClock());
  timer.isStopped = true; // the ten seconds are not over
  logins = new InFlightLogins(timer, http);
});

describe('a shutdown', () => {
  it('waits for nothing when no login is under way', async () => {
    await logins.beforeApplicationShutdown();
    logins.onApplicationShutdown();
    expect(http.isAbandoned).toBe(false);
  });

  it('waits for logins under way', async () => {
    let finish = (): void => undefined;
    void logins.add(new Promise<void>((resolve) => (finish = resolve)));
    let isOver = false;
    const shutdown = logins.beforeApplicationShutdown().then(() => (isOver = true));
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    finish();
    await shutdown;
    logins.onApplicationShutdown();
    expect(http.isAbandoned).toBe(false);
  });

  it('does not wait for logins that are over', async () => {
    void logins.add(Promise.resolve());
    await new Promise(setImmediate);
    await logins.beforeApplicationShutdown();
    logins.onApplicationShutdown();
    expect(timer.waits).toEqual([10]);
  });

  it('abandons what has not been answered after ten seconds', async () => {
    timer.isStopped = false;
    void logins.add(new Promise(() => undefined));
    await logins.beforeApplicationShutdown();
    expect(timer.waits).toEqual([10]);
    expect(http.isAbandoned).toBe(true);
  });
});
