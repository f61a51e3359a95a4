/**
 * Gives work so long and no longer. Its signal tells it when to stop; whether or not it heeds that,
 * the wait ends then, with a `TimeoutError`; or before, when `outer` aborts, with its reason.
 */
export async function withinSeconds<T>(
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const stop = (reason: unknown) => controller.abort(reason);
  const timer = setTimeout(
    () => stop(new DOMException(`Not done within ${seconds} s`, 'TimeoutError')),
    seconds * 1000,
  );
  const stopWithOuter = () => stop(outer?.reason);
  outer?.addEventListener('abort', stopWithOuter);
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stopWithOuter);
  }
}
