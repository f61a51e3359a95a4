import { describe, expect, it } from '@jest/globals';

import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { fromGenerator, GeneratedKeyProvider } from './generate.js';

describe('GeneratedKeyProvider', () => {
  it('makes one key and keeps it', async () => {
    const provider = new GeneratedKeyProvider('ES256');
    const [first, second, keys] = await Promise.all([
      provider.signer(),
      provider.signer(),
      provider.publicKeys(),
    ]);
    expect(second).toBe(first);
    expect(keys).toEqual([first.publicJwk]);
  });

  it('makes another key in another process', async () => {
    const [one, other] = await Promise.all([
      new GeneratedKeyProvider('EdDSA').signer(),
      new GeneratedKeyProvider('EdDSA').signer(),
    ]);
    expect(one.kid).not.toBe(other.kid);
  });

  it('signs RS256 unless told otherwise', async () => {
    expect((await new GeneratedKeyProvider().signer()).alg).toBe('RS256');
  });

  it('opens nothing', async () => {
    expect(await new GeneratedKeyProvider('ES256').decryptionKeys()).toEqual([]);
  });
});

describe('fromGenerator', () => {
  /** What is said of the keys when they are made where the environment is this. */
  function saidIn(environment: Readonly<Record<string, string>>): readonly string[] {
    const result = fromGenerator('development', { environment });
    if ('problems' in result) throw new Error(result.problems.join());
    const dependencies = new RecordingDependencies();
    result.source.create(dependencies);
    return dependencies.problems;
  }

  it('says that a process of several has a key of its own', () => {
    expect(saidIn({ NODE_APP_INSTANCE: '1' })).toEqual([
      expect.stringMatching(/`keys.generate` makes another key in each process.*`keys.file`/),
    ]);
  });

  it.each<Readonly<Record<string, string>>>([{}, { NODE_APP_INSTANCE: '0' }])(
    'says nothing of a process that is the only one, or the first: %p',
    (environment) => {
      expect(saidIn(environment)).toEqual([]);
    },
  );
});
