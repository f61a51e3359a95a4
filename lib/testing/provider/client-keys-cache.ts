import type Provider from 'oidc-provider';

interface ClientKeys {
  /** Seconds since the epoch. */
  freshUntil: number;
}

/** oidc-provider keeps them for a minute at least; a rotation in a test takes less. */
export function cacheClientKeys({ Client }: Provider, seconds: number): void {
  const find = Client.find.bind(Client);
  const known = new WeakSet<ClientKeys>();
  Client.find = async (id) => {
    const client = await find(id);
    // Not in the published types: how long the keys behind a jwks_uri are kept.
    const keys = (client as { asymmetricKeyStore?: ClientKeys } | undefined)?.asymmetricKeyStore;
    if (!keys) return client;
    if (seconds === 0) {
      keys.freshUntil = 0; // until they are fetched for this request
    } else if (!known.has(keys)) {
      known.add(keys);
      keepFor(keys, seconds);
    }
    return client;
  };
}

/** From each fetch on, which ends with oidc-provider setting what it thinks right. */
function keepFor(keys: ClientKeys, seconds: number): void {
  let freshUntil = 0;
  Object.defineProperty(keys, 'freshUntil', {
    get: () => freshUntil,
    set: () => {
      freshUntil = Math.floor(Date.now() / 1000) + seconds;
    },
  });
}
