import { fork } from 'node:child_process';
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { calculateJwkThumbprint } from 'jose';

import { Browser } from './browser.mjs';

const PROVIDER = fileURLToPath(new URL('provider.mjs', import.meta.url));
const CLIENT_ID = 'urn:my:application:identifier:1234';
const VISITS = 3;

/** An application in this process, and in another the provider that knows its key, so that nobody fetches it. */
export class Stage {
  constructor(app, baseUrl, provider) {
    Object.assign(this, { app, baseUrl, provider });
  }

  static async set(adapter) {
    // Not before, since what is to be watched must not be loaded yet.
    const { startApplication } = await import('./application.mjs');
    const { privateKey, jwk } = await newKey();
    const baseUrl = `http://127.0.0.1:${await freePort()}`;
    const client = {
      clientId: CLIENT_ID,
      redirectUris: [`${baseUrl}/auth/callback`],
      jwks: { keys: [jwk] },
    };
    const provider = fork(PROVIDER, [JSON.stringify(client)]);
    const [issuer] = await answerOf(provider);
    const settings = { adapter, issuer, clientId: CLIENT_ID, baseUrl, privateKey };
    return new Stage(await startApplication(settings), baseUrl, provider);
  }

  /** A browser that was never here before logs in and looks at a page; each request is handed to `during`. */
  async logIn(during) {
    const browser = new Browser();
    const login = await during('login', () => browser.get(`${this.baseUrl}/auth/login`, 302));
    this.provider.send(login.headers.get('location'));
    const [callback] = await answerOf(this.provider);
    await during('callback', () => browser.get(callback, 303));
    for (let visit = 1; visit <= VISITS; visit += 1) {
      await during('guarded page', () => browser.get(`${this.baseUrl}/me`, 200));
    }
  }

  async clear() {
    await this.app.close();
    this.provider.disconnect();
  }
}

function answerOf(child) {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The provider ended with ${code}`);
  });
  return Promise.race([once(child, 'message'), ended]);
}

async function newKey() {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const jwk = createPublicKey(publicKey).export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk); // as the library calls a key without a name
  return { privateKey, jwk: { ...jwk, kid, use: 'sig', alg: 'RS256' } };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
