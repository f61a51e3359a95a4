/**
 * Gives work so long and no longer. Its signal tells it when to stop; whether or not it heeds that,
 * the wait ends then, with a `TimeoutError`.
 */
export async function withinSeconds<T>(
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = new DOMException(`Not done within ${seconds} s`, 'TimeoutError');
      controller.abort(reason);
      reject(reason);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
