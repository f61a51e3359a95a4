import { channel } from 'node:diagnostics_channel';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { LogLines } from '../../test/support/log-lines.js';
import { AuthEvents } from './auth-events.service.js';

const COMPLETED = { eid: 'mitid', acr: 'urn:grn:authn:dk:mitid:substantial' };

let log: LogLines;

beforeEach(() => {
  log = new LogLines();
  Logger.overrideLogger(log);
});

afterEach(() => {
  Logger.overrideLogger(new ConsoleLogger());
});

describe('AuthEvents', () => {
  it('tells a listener what happened', () => {
    const events = new AuthEvents();
    const heard: unknown[] = [];
    events.on('login.completed', (payload) => heard.push(payload));
    events.emit('login.completed', COMPLETED);
    expect(heard).toEqual([COMPLETED]);
  });

  it('tells every listener, in the order in which they came', () => {
    const events = new AuthEvents();
    const heard: string[] = [];
    events.on('login.started', () => heard.push('first'));
    events.on('login.started', () => heard.push('second'));
    events.emit('login.started', {});
    expect(heard).toEqual(['first', 'second']);
  });

  it('tells nobody of another event', () => {
    const events = new AuthEvents();
    const heard: unknown[] = [];
    events.on('login.refused', (payload) => heard.push(payload));
    events.emit('login.completed', COMPLETED);
    expect(heard).toEqual([]);
  });

  it('needs no listener', () => {
    expect(() => new AuthEvents().emit('login.started', {})).not.toThrow();
  });

  it('stops telling a listener that left, and goes on with the others', () => {
    const events = new AuthEvents();
    const heard: string[] = [];
    const leave = events.on('login.started', () => heard.push('left'));
    events.on('login.started', () => heard.push('stayed'));
    leave();
    events.emit('login.started', {});
    expect(heard).toEqual(['stayed']);
  });

  it('goes on when a listener throws, and logs its name only', () => {
    const events = new AuthEvents();
    const heard: string[] = [];
    events.on('login.started', () => {
      throw new RangeError('something personal');
    });
    events.on('login.started', () => heard.push('next'));
    events.emit('login.started', {});
    expect(heard).toEqual(['next']);
    expect(log.text).toBe("error A listener of 'login.started' threw RangeError");
  });

  it.each([undefined, null, 'a text'])('goes on when a listener throws %p', async (thrown) => {
    const events = new AuthEvents();
    events.on('login.started', () => Promise.reject(thrown));
    events.emit('login.started', {});
    await new Promise(setImmediate);
    expect(log.text).toBe("error A listener of 'login.started' threw something that is no error");
  });

  it('goes on when a listener fails later on', async () => {
    const events = new AuthEvents();
    events.on('login.started', async () => {
      await Promise.resolve();
      throw new RangeError('something personal');
    });
    events.emit('login.started', {});
    await new Promise(setImmediate);
    expect(log.text).toBe("error A listener of 'login.started' threw RangeError");
  });

  it('is heard on the diagnostics channel of its name, and there alone', () => {
    const heard: unknown[] = [];
    const listen = (payload: unknown, name: string | symbol) => void heard.push([name, payload]);
    const name = 'nestjs-criipto-auth:login.completed';
    channel(name).subscribe(listen);
    const events = new AuthEvents();
    events.emit('login.completed', COMPLETED);
    events.emit('login.started', {});
    channel(name).unsubscribe(listen);
    events.emit('login.completed', COMPLETED);
    expect(heard).toEqual([[name, COMPLETED]]);
  });
});
