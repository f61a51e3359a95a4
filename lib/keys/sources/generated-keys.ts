import type { SigningAlgorithm } from '../algorithms.js';
import { generateKey } from '../material/generate-key.js';
import { KeyProvider } from '../key-provider.js';
import type { PublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { StaticKeyProvider } from './static-keys.js';

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
