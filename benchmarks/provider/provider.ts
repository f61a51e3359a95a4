/**
 * The provider of the benchmarks, in a process of its own: quick, without memory, and no stricter than it
 * takes to know that an application really does what is measured. Every client must prove itself and the
 * code by which it was asked.
 */
import {
  createHash,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';

import { API_AUDIENCE } from '../apps/answer.js';
import { reportReady } from '../apps/control.js';
import {
  asRequestUri,
  type Authorization,
  authorizationOf,
  exchangeCode,
} from './authorization-code.js';
import { ClientKeys } from './client-keys.js';
import {
  type ProviderCounts,
  type ProviderSettings,
  TOKENS_AT_A_TIME,
} from './provider-settings.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as ProviderSettings; // written by Fleet alone
const clientKey = createPublicKey(settings.clientKey);
const publishedKeys = new ClientKeys(settings.clientJwks);
const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
const issuer = `http://127.0.0.1:${settings.port}`;
const counts = { logins: 0, pushedRequests: 0, refusals: 0 };

const METADATA = JSON.stringify({
  issuer,
  authorization_endpoint: `${issuer}/oauth2/authorize`,
  token_endpoint: `${issuer}/oauth2/token`,
  pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
  jwks_uri: `${issuer}/.well-known/jwks`,
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'form_post'],
  subject_types_supported: ['public'],
  code_challenge_methods_supported: ['S256'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS256'],
});
const JWKS = JSON.stringify({
  keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'provider', use: 'sig', alg: 'RS256' }],
});
/** The claims of a Danish login, as Criipto shapes them. */
const PERSON = {
  iss: issuer,
  aud: settings.clientId,
  sub: '{11111111-aaaa-4aaa-8aaa-000000000001}',
  identityscheme: 'dkmitid',
  authenticationtype: 'urn:grn:authn:dk:mitid:substantial',
  authenticationinstant: '2026-09-21T14:13:20.952Z',
  nameidentifier: '11111111aaaa4aaa8aaa000000000001',
  uuid: '5f1f7ad0-4d07-4a86-9a31-3c6f1ad0b001',
  birthdate: '1990-07-01',
  name: 'Asta Prøvesen',
  loA: 'SUBSTANTIAL',
  country: 'DK',
};

createServer((request, response) => {
  void answer(request).then(({ status, body }) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(settings.port, '127.0.0.1', () => {
  reportReady({
    counts: () => counts satisfies ProviderCounts,
    'access-tokens': () => Array.from({ length: TOKENS_AT_A_TIME }, accessToken),
  });
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function answer(request: IncomingMessage): Promise<Answer> {
  switch (request.url) {
    case '/.well-known/openid-configuration':
      return { status: 200, body: METADATA };
    case '/.well-known/jwks':
      return { status: 200, body: JWKS };
    case '/oauth2/par':
      return pushedRequest(await form(request));
    case '/oauth2/token':
      return tokens(await form(request));
    default:
      return { status: 404, body: '{}' };
  }
}

async function pushedRequest(parameters: URLSearchParams): Promise<Answer> {
  if (!(await provesItself(parameters))) return refusal('invalid_client');
  counts.pushedRequests += 1;
  const requestUri = asRequestUri(authorizationOf(parameters));
  return { status: 201, body: JSON.stringify({ request_uri: requestUri, expires_in: 60 }) };
}

async function tokens(parameters: URLSearchParams): Promise<Answer> {
  if (!(await provesItself(parameters))) return refusal('invalid_client');
  const authorization = exchangeCode(parameters.get('code') ?? '');
  const challenge = createHash('sha256').update(parameters.get('code_verifier') ?? '');
  if (challenge.digest('base64url') !== authorization.codeChallenge)
    return refusal('invalid_grant');
  counts.logins += 1;
  const body = {
    access_token: 'an-access-token-that-nobody-uses',
    token_type: 'Bearer',
    expires_in: 120,
    id_token: idToken(authorization),
  };
  return { status: 200, body: JSON.stringify(body) };
}

async function provesItself(parameters: URLSearchParams): Promise<boolean> {
  const [header = '', claims = '', signature = ''] =
    parameters.get('client_assertion')?.split('.') ?? [];
  const key = await keyOf(header);
  const signed = Buffer.from(`${header}.${claims}`);
  return key ? verify('sha256', signed, key, Buffer.from(signature, 'base64url')) : false;
}

function keyOf(header: string): KeyObject | undefined | Promise<KeyObject | undefined> {
  if (settings.clientJwks.length === 0) return clientKey;
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  return publishedKeys.find(kid);
}

function idToken({ nonce }: Authorization): string {
  return signedToken('JWT', { ...PERSON, ...(nonce ? { nonce } : {}) });
}

/** For an API, as RFC 9068 has it, and unlike any other. */
function accessToken(): string {
  return signedToken('at+jwt', { ...PERSON, aud: API_AUDIENCE, jti: randomUUID() });
}

function signedToken(typ: string, content: object): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { ...content, iat: now, nbf: now, exp: now + 1200 };
  const input = `${segment({ alg: 'RS256', kid: 'provider', typ })}.${segment(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

function refusal(error: string): Answer {
  counts.refusals += 1;
  return { status: 400, body: JSON.stringify({ error }) };
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

function segment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
