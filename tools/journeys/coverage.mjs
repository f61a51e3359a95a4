import { Session } from 'node:inspector/promises';

/** Which functions are called, as V8 counts them. To be started before the code is loaded. */
export class Coverage {
  #session = new Session();

  static async start() {
    const coverage = new Coverage();
    coverage.#session.connect();
    await coverage.#session.post('Profiler.enable');
    await coverage.#session.post('Profiler.startPreciseCoverage', {
      callCount: true,
      detailed: false,
    });
    return coverage;
  }

  /** What was called below a folder since this was asked before: the functions' names, by file. */
  async takeBelow(folder) {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    const files = result
      .filter(({ url }) => url.startsWith(folder.href))
      .map(({ url, functions }) => [
        url.slice(folder.href.length),
        functions.flatMap(nameOfCalled),
      ]);
    return new Map(files.filter(([, called]) => called.length > 0));
  }
}

/** Only the body of a module begins where its file does. */
function nameOfCalled({ functionName, ranges: [{ startOffset, count }] }) {
  if (count === 0 || startOffset === 0) return [];
  return [functionName || '(anonymous)'];
}
