// A provider for soaking, in a process of its own: quick, with a memory only for what must happen once, and
// strict about that. It keeps its copy of our keys for as long as a new key waits, and asks in between for nothing.
import {
  createHash,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';

const { PORT, CLIENT_ID, JWKS_URI, KEEPS_KEYS } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const ASSERTION_TOLERANCE = 5;

const METADATA = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
};
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

/** Own keys, the one in use first. The one before is published for as long as its tokens may be under way. */
let own = [await newKey(1)];

const pushed = new Map();
const codes = new Map();
/** Ids of assertions, by the second in which they end. */
const usedIds = new Map();
const kids = new Set();
const counts = { logins: 0, refusedProofs: {}, secondTokenRequests: 0 };

const ROUTES = {
  '/.well-known/openid-configuration': () => ({ body: METADATA }),
  '/jwks': () => ({ body: { keys: own.map(({ jwk }) => jwk) } }),
  '/par': (form) => proven(form, () => pushedRequest(form)),
  '/authorize': (query) => authorize(query),
  '/token': (form) => proven(form, () => tokens(form)),
  '/logout-token': (query) => ({ body: { token: logoutToken(query.get('sub')) } }),
};

createServer((request, response) => {
  void answer(request)
    .catch((error) => ({ status: 500, body: { error: String(error) } }))
    .then(({ status = 200, headers = {}, body = {} }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    });
}).listen(Number(PORT), '127.0.0.1', () => process.send('ready'));
const COMMANDS = {
  rotate: async () => {
    own = [await newKey(own[0].nth + 1), own[0]];
    process.send({ rotated: own[0].nth });
  },
  '?': () => process.send({ ...counts, kids: kids.size }),
};
process.on('message', (command) => void COMMANDS[command]());
process.on('disconnect', () => process.exit());

async function answer(request) {
  const url = new URL(request.url, issuer);
  const route = ROUTES[url.pathname];
  if (!route) return { status: 404 };
  return route(request.method === 'POST' ? await formOf(request) : url.searchParams);
}

async function formOf(request) {
  return new URLSearchParams(Buffer.concat(await request.toArray()).toString());
}

function pushedRequest(form) {
  const name = `urn:ietf:params:oauth:request_uri:${randomUUID()}`;
  pushed.set(name, form);
  setTimeout(() => pushed.delete(name), 60_000).unref();
  return { status: 201, body: { request_uri: name, expires_in: 60 } };
}

/** The visitor says who it is. Each code is for one login, and remembered for as long as a second request could come. */
function authorize(query) {
  const asked = pushed.get(query.get('request_uri'));
  if (!asked) return { status: 400, body: { error: 'invalid_request_uri' } };
  const code = randomUUID();
  codes.set(code, { asked, sub: query.get('as'), requests: 0 });
  setTimeout(() => codes.delete(code), 120_000).unref();
  const back = new URL(asked.get('redirect_uri'));
  back.search = new URLSearchParams({ code, state: asked.get('state') }).toString();
  return { status: 302, headers: { location: back.href } };
}

function tokens(form) {
  const login = codes.get(form.get('code'));
  if (!login) return refusal('invalid_grant');
  login.requests += 1;
  if (login.requests > 1) {
    counts.secondTokenRequests += 1;
    return refusal('invalid_grant');
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (challenge !== login.asked.get('code_challenge')) return refusal('invalid_grant');
  counts.logins += 1;
  const body = { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(login) };
  return { body };
}

function idToken({ asked, sub }) {
  const now = seconds();
  return jwt({
    iss: issuer,
    aud: CLIENT_ID,
    sub,
    nonce: asked.get('nonce'),
    iat: now,
    exp: now + 300,
    identityscheme: 'dkmitid',
    authenticationtype: 'urn:grn:authn:dk:mitid:substantial',
    name: 'Asta Prøvesen',
    country: 'DK',
  });
}

/** Of a user who is to be out everywhere. */
function logoutToken(sub) {
  const now = seconds();
  const about = { iss: issuer, aud: CLIENT_ID, sub, events: { [LOGOUT]: {} } };
  return jwt({ ...about, jti: randomUUID(), iat: now, exp: now + 120 });
}

async function newKey(nth) {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  });
  const kid = `soak-${nth}`;
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
  return { nth, kid, jwk, privateKey };
}

function jwt(claims) {
  const [{ kid, privateKey }] = own;
  const input = [{ alg: 'RS256', kid, typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

/** Whoever does not prove to be our client gets 401, and is counted by the reason. */
async function proven(form, grant) {
  const reason = await faultOf(form.get('client_assertion') ?? '');
  if (reason === undefined) return grant();
  counts.refusedProofs[reason] = (counts.refusedProofs[reason] ?? 0) + 1;
  return refusal('invalid_client', 401);
}

async function faultOf(assertion) {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const { kid } = read(header);
  const { aud, iss, sub, exp, jti } = read(payload);
  const key = (await ourKeys()).get(kid);
  if (!key) return 'unknown kid';
  kids.add(kid);
  const input = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', input, key, Buffer.from(signature, 'base64url'))) return 'signature';
  if (aud !== issuer || iss !== CLIENT_ID || sub !== CLIENT_ID) return 'claims';
  if (exp + ASSERTION_TOLERANCE < seconds()) return 'expired';
  return isNew(jti, exp) ? undefined : 'used before';
}

function isNew(jti, exp) {
  const now = seconds();
  for (const [id, end] of usedIds) {
    if (end + ASSERTION_TOLERANCE >= now) break;
    usedIds.delete(id);
  }
  if (usedIds.has(jti)) return false;
  usedIds.set(jti, exp);
  return true;
}

let copy;
/** One fetch for all who wait, and none until it is old. What failed is asked for again. */
async function ourKeys() {
  if (copy && Date.now() < copy.until) return copy.keys;
  const keys = fetchKeys();
  copy = { keys, until: Date.now() + Number(KEEPS_KEYS) * 1000 };
  keys.catch(() => (copy = undefined));
  return keys;
}

async function fetchKeys() {
  const { keys } = await (await fetch(JWKS_URI)).json();
  return new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
}

function read(segment) {
  return JSON.parse(Buffer.from(segment, 'base64url').toString() || '{}');
}

function refusal(error, status = 400) {
  return { status, body: { error } };
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}
