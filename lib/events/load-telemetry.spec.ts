import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import { loadTelemetry } from './load-telemetry.js';
import { OpenTelemetry } from './open-telemetry.js';
import { Telemetry } from './telemetry.js';

const failingWith = (code: string) => () => Promise.reject(Object.assign(new Error('x'), { code }));

describe('loadTelemetry', () => {
  it('is OpenTelemetry, where its API is installed', async () => {
    expect(await loadTelemetry()).toBeInstanceOf(OpenTelemetry);
  });

  it('looks away, where it is not', async () => {
    const telemetry = await loadTelemetry(failingWith('ERR_MODULE_NOT_FOUND'));
    expect(telemetry.constructor).toBe(Telemetry);
    expect(await telemetry.loginSpan('begin', () => Promise.resolve('done'))).toBe('done');
  });

  it('looks away, where it is not, by an error of another realm', async () => {
    const error: unknown = runInNewContext(
      `Object.assign(new Error('x'), { code: 'MODULE_NOT_FOUND' })`,
    );
    const telemetry = await loadTelemetry(() =>
      Promise.resolve().then(() => {
        throw error;
      }),
    );
    expect(telemetry.constructor).toBe(Telemetry);
  });

  it('hides no API that is broken', async () => {
    await expect(loadTelemetry(failingWith('ERR_DLOPEN_FAILED'))).rejects.toThrow('x');
  });
});
