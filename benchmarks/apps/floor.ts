/**
 * The least that a login can cost: `node:http`, `node:crypto` and `undici`, the same steps of the protocol,
 * and nothing else. No framework, no options, no errors to read, one provider, one key.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';

import { Agent, request as send } from 'undici';

import { PLAIN_ANSWER, userOf } from './answer.js';
import { appSettings } from './app-settings.js';
import { reportReady } from './control.js';

const LOGIN_COOKIE = 'floor-login';
const SESSION_COOKIE = 'floor-session';

const settings = appSettings();
const dispatcher = new Agent();
const privateKey = createPrivateKey(settings.privateKey);
const signOnPool = promisify(sign);
const sealKey = Buffer.from(hkdfSync('sha256', settings.secret, '', 'floor', 32));
const redirectUri = `${settings.baseUrl}/auth/callback`;

interface Metadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly pushed_authorization_request_endpoint: string;
  readonly jwks_uri: string;
}

interface LoginUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

interface IdToken {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly nonce: string;
}

const metadata = (await get(`${settings.issuer}/.well-known/openid-configuration`)) as Metadata;
const { keys } = (await get(metadata.jwks_uri)) as { keys: (JsonWebKey & { kid: string })[] };
const providerKeys = new Map<unknown, KeyObject>(
  keys.map((key) => [key.kid, createPublicKey({ key: { ...key }, format: 'jwk' })]),
);

createServer((request, response) => {
  route(request, response).catch(() => response.writeHead(500).end());
}).listen(settings.port, '127.0.0.1', reportReady);

async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', settings.baseUrl);
  switch (pathname) {
    case '/plain':
      return sendJson(response, PLAIN_ANSWER);
    case '/me':
      return me(request, response);
    case '/user':
      return user(request, response);
    case '/auth/login':
      return begin(response);
    case '/auth/callback':
      return complete(request, response, searchParams);
    default:
      response.writeHead(404).end();
  }
}

function me(request: IncomingMessage, response: ServerResponse): void {
  const session = open(SESSION_COOKIE, cookie(request, SESSION_COOKIE)) as { sub: string };
  sendJson(response, { sub: session.sub });
}

function user(request: IncomingMessage, response: ServerResponse): void {
  // What we sealed ourselves.
  const session = open(SESSION_COOKIE, cookie(request, SESSION_COOKIE)) as Record<string, unknown>;
  sendJson(response, userOf(session));
}

async function begin(response: ServerResponse): Promise<void> {
  const login = { state: randomId(), nonce: randomId(), codeVerifier: randomId() };
  const parameters = new URLSearchParams({
    client_id: settings.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: login.state,
    nonce: login.nonce,
    code_challenge: createHash('sha256').update(login.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const query = settings.pushed ? await push(parameters) : parameters;
  response.writeHead(302, {
    'cache-control': 'no-store',
    'set-cookie': setCookie(LOGIN_COOKIE, seal(LOGIN_COOKIE, login), 900),
    location: `${metadata.authorization_endpoint}?${query.toString()}`,
  });
  response.end();
}

async function push(parameters: URLSearchParams): Promise<URLSearchParams> {
  const url = metadata.pushed_authorization_request_endpoint;
  const { request_uri: requestUri } = (await post(url, parameters)) as { request_uri: string };
  return new URLSearchParams({ client_id: settings.clientId, request_uri: requestUri });
}

async function complete(
  request: IncomingMessage,
  response: ServerResponse,
  callback: URLSearchParams,
): Promise<void> {
  const login = open(LOGIN_COOKIE, cookie(request, LOGIN_COOKIE)) as LoginUnderWay;
  if (callback.get('state') !== login.state) throw new Error('state');
  const { id_token: token } = (await post(
    metadata.token_endpoint,
    new URLSearchParams({
      client_id: settings.clientId,
      grant_type: 'authorization_code',
      code: callback.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: login.codeVerifier,
    }),
  )) as { id_token: string };
  const claims = validated(token, login.nonce);
  response.writeHead(303, {
    'cache-control': 'no-store',
    'set-cookie': [
      setCookie(LOGIN_COOKIE, '', 0),
      setCookie(SESSION_COOKIE, seal(SESSION_COOKIE, claims), 1800),
    ],
    location: settings.baseUrl,
  });
  response.end();
}

function validated(token: string, nonce: string): IdToken {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { alg, kid } = fromSegment(header) as { alg: string; kid: string };
  const key = providerKeys.get(kid);
  if (alg !== 'RS256' || !key) throw new Error('key');
  const isAuthentic = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  const claims = fromSegment(payload) as IdToken;
  const now = Date.now() / 1000;
  const fits =
    claims.iss === settings.issuer &&
    claims.aud === settings.clientId &&
    claims.nonce === nonce &&
    claims.exp > now - 60 &&
    claims.iat < now + 60;
  if (!isAuthentic || !fits) throw new Error('ID token');
  return claims;
}

async function post(url: string, parameters: URLSearchParams): Promise<unknown> {
  parameters.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  parameters.set('client_assertion', await clientAssertion());
  const { body } = await send(url, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: parameters.toString(),
  });
  return body.json();
}

async function get(url: string): Promise<unknown> {
  const { body } = await send(url, { dispatcher });
  return body.json();
}

async function clientAssertion(): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const input = [
    { alg: 'RS256', kid: settings.kid, typ: 'client-authentication+jwt' },
    {
      iss: settings.clientId,
      sub: settings.clientId,
      aud: settings.issuer,
      jti: randomId(),
      iat: now,
      exp: now + 60,
    },
  ]
    .map(asSegment)
    .join('.');
  const signature = await signOnPool('sha256', Buffer.from(input), privateKey);
  return `${input}.${signature.toString('base64url')}`;
}

function seal(name: string, value: unknown): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function open(name: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12))
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(
    decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8'),
  );
}

function cookie(request: IncomingMessage, name: string): string {
  const found = request.headers.cookie?.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

function setCookie(name: string, value: string, maxAge: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;
}

function sendJson(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function randomId(): string {
  return randomBytes(32).toString('base64url');
}

function asSegment(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function fromSegment(segment: string): unknown {
  return JSON.parse(Buffer.from(segment, 'base64url').toString());
}
