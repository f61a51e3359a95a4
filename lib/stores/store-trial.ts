import { randomId } from '../crypto/random-id.js';
import type { KeyValueStore } from './key-value-store.js';

const TRIAL_SECONDS = 10;
/** An entry that a store evicted meanwhile is no fault of its code's. */
const ATTEMPTS = 3;

interface Step {
  readonly method: string;
  readonly where: string;
  readonly expected: string | boolean | undefined;
  readonly ask: (store: KeyValueStore, key: string) => Promise<unknown>;
}

const STEPS: readonly Step[] = [
  {
    method: 'get',
    where: 'where nothing is',
    expected: undefined,
    ask: (store, key) => store.get(key),
  },
  {
    method: 'putIfAbsent',
    where: 'where nothing is',
    expected: true,
    ask: (store, key) => store.putIfAbsent(key, 'a', TRIAL_SECONDS),
  },
  {
    method: 'putIfAbsent',
    where: 'where something is',
    expected: false,
    ask: (store, key) => store.putIfAbsent(key, 'b', TRIAL_SECONDS),
  },
  { method: 'get', where: 'of what is there', expected: 'a', ask: (store, key) => store.get(key) },
  {
    method: 'compareAndSet',
    where: 'where something else is',
    expected: false,
    ask: (store, key) => store.compareAndSet(key, 'b', 'c', TRIAL_SECONDS),
  },
  {
    method: 'compareAndSet',
    where: 'where the expected value is',
    expected: true,
    ask: (store, key) => store.compareAndSet(key, 'a', 'b', TRIAL_SECONDS),
  },
  {
    method: 'take',
    where: 'of what is there',
    expected: 'b',
    ask: (store, key) => store.take(key),
  },
  {
    method: 'take',
    where: 'where nothing is',
    expected: undefined,
    ask: (store, key) => store.take(key),
  },
];

/**
 * Has a store do once what is needed of it, on an entry of its own. Gives what it did wrong: one that always says that
 * it wrote would let everything be used twice. Whether what it wrote expires is not waited for.
 *
 * @throws whatever the store failed with.
 */
export async function faultOf(store: KeyValueStore): Promise<string | undefined> {
  let fault: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    fault = await faultNow(store);
    if (fault === undefined) return undefined;
  }
  return fault;
}

async function faultNow(store: KeyValueStore): Promise<string | undefined> {
  const key = `trial:${randomId()}`;
  for (const { method, where, expected, ask } of STEPS) {
    const answer = await ask(store, key);
    if (answer !== expected)
      return `\`${method}\` must give ${shown(expected)} ${where}, and gave ${shown(answer)}`;
  }
  return undefined;
}

/** A text may be anything that is in the store. */
function shown(answer: unknown): string {
  if (typeof answer === 'string') return 'the value';
  if (typeof answer === 'boolean' || answer === undefined || answer === null) return String(answer);
  return `something of the type ${typeof answer}`;
}
