import { type Channel, channel } from 'node:diagnostics_channel';

import { Injectable, Logger } from '@nestjs/common';

import { LOGGER_NAME } from '../common/logger-name.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { AuthEventListener, AuthEventMap, AuthEventName } from './auth-events.js';

const CHANNEL_PREFIX = 'nestjs-criipto-auth:';

/**
 * Tells the application what happened. A listener that throws is logged and never breaks a login. Each event
 * is also published to `node:diagnostics_channel`, as `nestjs-criipto-auth:login.completed` and so on.
 */
@Injectable()
export class AuthEvents {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly channels = new Map<AuthEventName, Channel>();
  private readonly listeners = new Map<AuthEventName, Set<AuthEventListener<never>>>();

  /** Listens to one kind of event. Returns the function that stops it. */
  on<N extends AuthEventName>(name: N, listener: AuthEventListener<N>): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Tells every listener, in the order in which they came, and waits for none. Never throws. */
  emit<N extends AuthEventName>(name: N, payload: AuthEventMap[N]): void {
    const open = this.channel(name);
    if (open.hasSubscribers) open.publish(payload);
    for (const listener of this.listeners.get(name) ?? []) {
      // on() filed this listener under the same name, so it takes this payload.
      void this.tell(name, listener as AuthEventListener<N>, payload);
    }
  }

  /** The channel of `node:diagnostics_channel` for those who have no hand on this service. */
  private channel(name: AuthEventName): Channel {
    const known = this.channels.get(name) ?? channel(CHANNEL_PREFIX + name);
    this.channels.set(name, known);
    return known;
  }

  /** Called at once; an async listener may also fail later on. */
  private async tell<N extends AuthEventName>(
    name: N,
    listener: AuthEventListener<N>,
    payload: AuthEventMap[N],
  ): Promise<void> {
    try {
      await listener(payload);
    } catch (error) {
      this.logger.error(`A listener of '${name}' threw ${nameOfThrown(error)}`);
    }
  }
}
