import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** The keys that clients publish. One that is unknown is looked for at once, as providers do it that expect rotation. */
export class ClientKeys {
  private keys: ReadonlyMap<string, KeyObject> = new Map();

  constructor(private readonly urls: readonly string[]) {}

  async find(kid: string): Promise<KeyObject | undefined> {
    if (!this.keys.has(kid)) this.keys = new Map((await Promise.all(this.urls.map(keysAt))).flat());
    return this.keys.get(kid);
  }
}

async function keysAt(url: string): Promise<[string, KeyObject][]> {
  const response = await fetch(url);
  const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] }; // our own JWKS route
  return keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]);
}
