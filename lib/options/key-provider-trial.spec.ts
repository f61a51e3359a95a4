import { beforeAll, describe, expect, it } from '@jest/globals';

import { privateJwk, publicJwk } from '../../test/support/private-keys.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import type { DecryptionKey } from '../keys/key-provider.js';
import { KeyProvider } from '../keys/key-provider.js';
import { importKeys } from '../keys/material/import-keys.js';
import type { PublicJwk } from '../keys/public-jwk.js';
import type { Signer } from '../keys/signer.js';
import { StaticKeyProvider } from '../keys/sources/static-keys.js';
import type { KeyRequirements } from './key-requirements.js';
import { tryKeyProvider } from './key-provider-trial.js';

let good: StaticKeyProvider;
let requirements: KeyRequirements;

beforeAll(async () => {
  const imported = await importKeys(privateJwk('P-256', { kid: 'own' }), { subject: 'The key' });
  good = new StaticKeyProvider('keys' in imported ? imported.keys : []);
  requirements = await resolvedOptions({});
});

/** As somebody wrote it in JavaScript. */
class OwnProvider extends KeyProvider {
  constructor(
    private readonly gives: {
      readonly signer?: () => unknown;
      readonly publicKeys?: () => unknown;
    },
  ) {
    super();
  }

  override async signer(): Promise<Signer> {
    return (this.gives.signer ? this.gives.signer() : good.signer()) as Signer;
  }

  override async publicKeys(): Promise<readonly PublicJwk[]> {
    return (this.gives.publicKeys ? this.gives.publicKeys() : good.publicKeys()) as PublicJwk[];
  }

  override decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return Promise.resolve([]);
  }
}

const trialOf = (gives: ConstructorParameters<typeof OwnProvider>[0], asked = requirements) =>
  tryKeyProvider(new OwnProvider(gives), asked);

const signing = async (sign: () => unknown) => {
  const { kid, alg, publicJwk: key } = await good.signer();
  return { kid, alg, publicJwk: key, sign };
};

describe('tryKeyProvider', () => {
  it('finds nothing wrong with one that works', async () => {
    expect(await trialOf({})).toEqual({ problems: [], warnings: [] });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'is not a Signer'],
    ['a text', 'kid-1', 'is not a Signer'],
    ['an empty object', {}, 'has no `kid`'],
    [
      'a key without `sign`',
      { kid: 'a', alg: 'ES256', publicJwk: publicJwk('P-256') },
      'has no `sign`',
    ],
  ])('refuses %s in place of a signer', async (_what, given, problem) => {
    const { problems } = await trialOf({ signer: () => given });
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`What \`signer()\` of \`keys\` gives ${problem}`),
      ]),
    );
  });

  it.each<[string, unknown, string]>([
    ['a text', 'MEUCIQDx', 'The signer of `keys` returned a text'],
    ['nothing', undefined, 'The signer of `keys` returned nothing'],
    ['DER', new Uint8Array(71), 'The signer of `keys` returned 71 bytes'],
    ['another signature', new Uint8Array(64).fill(1), 'The signer of `keys` returns signatures'],
  ])('refuses a signer that returns %s', async (_what, returned, problem) => {
    const signer = () => signing(() => Promise.resolve(returned));
    expect(await trialOf({ signer })).toEqual({
      problems: [expect.stringContaining(problem)],
      warnings: [],
    });
  });

  it('refuses one that signs something else than `assertion.algorithm`', async () => {
    const asked = await resolvedOptions({
      assertion: { algorithm: 'PS256' },
      keys: { generate: 'development' },
    });
    expect((await trialOf({}, asked)).problems).toEqual([
      '`keys` signs ES256 with "own", and `assertion.algorithm` is PS256: leave it out, or let your KeyProvider give a key that fits it',
    ]);
  });

  it.each([null, 'keys', {}, [{ kty: 'EC' }]])(
    'refuses %j in place of public keys',
    async (given) => {
      const { problems } = await trialOf({ publicKeys: () => given });
      expect(problems).toEqual([expect.stringContaining('`publicKeys()` of `keys` gives')]);
    },
  );

  it('says in one sentence what is wrong with a public key', async () => {
    expect((await trialOf({ publicKeys: () => [{ kty: 'EC' }] })).problems).toEqual([
      'A key that `publicKeys()` of `keys` gives has no "kid"',
    ]);
  });

  it('warns of a key that signs and is not published', async () => {
    expect(await trialOf({ publicKeys: () => [] })).toEqual({
      problems: [],
      warnings: [
        expect.stringContaining('The key own signs, and `publicKeys()` of `keys` does not'),
      ],
    });
  });

  it('warns of a signer that is away', async () => {
    const signer = () => signing(() => Promise.reject(new TypeError('something secret')));
    expect(await trialOf({ signer })).toEqual({
      problems: [],
      warnings: ['The signer of `keys` could not sign at start-up (TypeError)'],
    });
  });

  it('says nothing of keys that cannot be had right now', async () => {
    const away = () => Promise.reject(new Error('down'));
    expect(await trialOf({ signer: away })).toEqual({ problems: [], warnings: [] });
    expect(await trialOf({ publicKeys: away })).toEqual({ problems: [], warnings: [] });
  });
});
