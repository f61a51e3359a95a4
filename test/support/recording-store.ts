import { FaultyStore } from './faulty-store.js';

/** A store that tests can read. */
export class RecordingStore extends FaultyStore {
  /** Every key and value that was written. */
  readonly written: string[] = [];

  override putIfAbsent(key: string, value: string, ttl: number): Promise<boolean> {
    this.written.push(key, value);
    return super.putIfAbsent(key, value, ttl);
  }

  override set(key: string, value: string, ttl: number): Promise<void> {
    this.written.push(key, value);
    return super.set(key, value, ttl);
  }

  override compareAndSet(
    key: string,
    expected: string,
    value: string,
    ttl: number,
  ): Promise<boolean> {
    this.written.push(key, value);
    return super.compareAndSet(key, expected, value, ttl);
  }
}
