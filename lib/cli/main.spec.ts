import { afterEach, describe, expect, it, jest } from '@jest/globals';

const { argv, exitCode } = process;

afterEach(() => {
  process.argv = argv;
  process.exitCode = exitCode;
  jest.restoreAllMocks();
});

describe('the binary', () => {
  it('runs the command line of its process and leaves with its exit code', async () => {
    const written: unknown[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(text) > 0);
    process.argv = ['node', 'criipto-auth', 'sing'];
    await import('./main.js');
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const left = process.exitCode;
    expect(left).toBe(2);
    expect(written.join('')).toContain('Unknown command: sing');
  });
});
