import { Injectable, Logger } from '@nestjs/common';

import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { AuthEventListener, AuthEventMap, AuthEventName } from './auth-events.js';

/** Tells the application what happened. A listener that throws is logged and never breaks a login. */
@Injectable()
export class AuthEvents {
  private readonly logger = new Logger(AuthEvents.name);
  private readonly listeners = new Map<AuthEventName, Set<AuthEventListener<never>>>();

  /** Listens to one kind of event. Returns the function that stops it. */
  on<N extends AuthEventName>(name: N, listener: AuthEventListener<N>): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Tells every listener, in the order in which they came, and waits for none. Never throws. */
  emit<N extends AuthEventName>(name: N, payload: AuthEventMap[N]): void {
    for (const listener of this.listeners.get(name) ?? []) {
      // on() filed this listener under the same name, so it takes this payload.
      void this.tell(name, listener as AuthEventListener<N>, payload);
    }
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
