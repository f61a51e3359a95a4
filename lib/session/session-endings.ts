import { EventEmitter } from 'node:events';

/** Tells those who hold on to a session that it ends at this instance. */
export class SessionEndings {
  /** By the ids of sessions. As many sockets as there are may wait for one. */
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** Returns what takes it back. */
  listen(id: string, listener: () => void): () => void {
    this.emitter.on(id, listener);
    return () => this.emitter.off(id, listener);
  }

  tell(id: string): void {
    this.emitter.emit(id);
  }
}
