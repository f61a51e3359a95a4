import type { Dispatcher } from 'undici';

import { nameOfThrown } from '../errors/name-of-thrown.js';

const METHODS = ['dispatch', 'close', 'destroy'] as const;
const WANTED = 'must be a dispatcher of undici 7, such as `new ProxyAgent("http://proxy:3128")`';
const OTHER_MAJOR =
  'was made with another major version of undici than 7: `npm install undici@7`, and make it with that';

/** A request that every undici refuses before it opens a connection: its path is none. */
const IMPOSSIBLE = { origin: 'http://127.0.0.1:1', path: 'none', method: 'GET' } as const;

/**
 * What keeps an undici dispatcher of the application's own from being used: a sentence that goes on after its name. It
 * does not tell its version, but by which methods it answers: those before 7 know the old ones alone, 7 both, and
 * those after it the new ones alone.
 */
export function dispatcherProblem(value: unknown): string | undefined {
  if (!isDispatcher(value)) return WANTED;
  const toBoth = answerTo(value, ['onError', 'onResponseError']);
  const toOld = answerTo(value, ['onError']);
  const isOlder = toBoth === 'onError';
  const isNewer = toBoth === 'onResponseError' && toOld === 'UND_ERR_INVALID_ARG';
  return isOlder || isNewer ? OTHER_MAJOR : undefined;
}

function isDispatcher(value: unknown): value is Dispatcher {
  if (typeof value !== 'object' || value === null) return false;
  return METHODS.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** Which of these methods it calls, or what it throws, such as a mock that knows no such request. */
function answerTo(dispatcher: Dispatcher, methods: readonly string[]): string | undefined {
  let called: string | undefined;
  const handler: Record<string, () => void> = {};
  for (const name of methods) handler[name] = () => (called ??= name);
  if (methods.includes('onResponseError')) handler['onRequestStart'] = () => undefined;
  try {
    dispatcher.dispatch(IMPOSSIBLE, handler);
  } catch (error) {
    return called ?? nameOfThrown(error);
  }
  return called;
}
