import cluster from 'node:cluster';

import type { SigningAlgorithm } from '../algorithms.js';
import { KeyProvider } from '../key-provider.js';
import { generateKey } from '../material/generate-key.js';
import type { PublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { type KeySourceContext, type KeySourceResult, refused } from './resolve-source.js';
import { StaticKeyProvider } from './static-keys.js';

/** `{ generate: 'development' }` */
export function fromGenerator(
  mode: unknown,
  { algorithm, environment }: KeySourceContext,
): KeySourceResult {
  if (mode !== 'development') {
    return refused("`keys.generate` must be 'development': it makes a new key at every start");
  }
  if (environment['NODE_ENV'] === 'production') {
    return refused(
      '`keys.generate` is for development, and NODE_ENV is production: make a key once with ' +
        '`criipto-auth keys generate --out FILE` and give it as `keys.file`, `keys.env` or `keys.pem`',
    );
  }
  return {
    source: {
      create: ({ report }) => {
        if (isOneOfMany(environment)) report(ONE_KEY_EACH);
        return new GeneratedKeyProvider(algorithm);
      },
    },
  };
}

const ONE_KEY_EACH =
  '`keys.generate` makes another key in each process, and this one is of several (cluster, or PM2): the provider reads ' +
  'the key of one of them, and refuses the logins of the others. Make one key for all by ' +
  '`criipto-auth keys generate --out FILE`, and give `keys.file`';

/** Whether there are others that answer at the same address: workers of `node:cluster`, or of PM2, which numbers them from 0. */
function isOneOfMany({ NODE_APP_INSTANCE: number }: KeySourceContext['environment']): boolean {
  return cluster.isWorker || Number(number ?? 0) > 0;
}

/** A new key at every start, made when it is first needed. For development only. */
export class GeneratedKeyProvider extends KeyProvider {
  private generated: Promise<StaticKeyProvider> | undefined;

  constructor(private readonly algorithm: SigningAlgorithm = 'RS256') {
    super();
  }

  override async signer(): Promise<Signer> {
    return (await this.keys()).signer();
  }

  override async publicKeys(): Promise<readonly PublicJwk[]> {
    return (await this.keys()).publicKeys();
  }

  private keys(): Promise<StaticKeyProvider> {
    this.generated ??= generateKey(this.algorithm).then((key) => new StaticKeyProvider([key]));
    return this.generated;
  }
}
