import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { AssertionJudge, type RegisteredClient } from './assertion-judge.js';
import { type ProviderKey, providerKey, signedBy } from './provider-key.js';

export type Endpoint =
  'discovery' | 'jwks' | 'par' | 'authorize' | 'token' | 'userinfo' | 'endSession' | 'unknown';

const ROUTES: Readonly<Record<string, Endpoint>> = {
  'GET /.well-known/openid-configuration': 'discovery',
  'GET /jwks': 'jwks',
  'POST /par': 'par',
  'GET /authorize': 'authorize',
  'POST /token': 'token',
  'GET /userinfo': 'userinfo',
  'GET /logout': 'endSession',
};

export interface ReceivedRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

/** What to answer with. An object as body is sent as JSON. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
}

/** Another answer, or a function that makes one of the honest one; nothing means to hang up. */
export type Alteration =
  | Answer
  | ((
      honest: Answer,
      request: ReceivedRequest,
    ) => Answer | undefined | Promise<Answer | undefined>);

export interface StubProviderOptions {
  readonly client: RegisteredClient;
  /** Seconds since the epoch. @default the machine's */
  readonly now?: () => number;
}

/**
 * A small OpenID provider that shares no code with the library. It is honest and strict about what it is
 * sent, until a test replaces or alters one of its answers; and it keeps every request.
 */
export class StubProvider {
  readonly requests: ReceivedRequest[] = [];
  /** The first signs, all are published. */
  keys: readonly ProviderKey[] = [providerKey()];

  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly now: () => number;
  private readonly pushed = new Map<string, URLSearchParams>();
  private readonly codes = new Map<string, URLSearchParams>();
  private readonly subjects = new Map<string, string>();
  private alterations = new Map<Endpoint, Alteration>();
  private alteredToken: { readonly claims: object; readonly header: object } = EMPTY;
  private judge: AssertionJudge | undefined;

  private constructor(private readonly options: StubProviderOptions) {
    this.now = options.now ?? (() => Math.floor(Date.now() / 1000));
  }

  static async start(options: StubProviderOptions): Promise<StubProvider> {
    const provider = new StubProvider(options);
    await once(provider.server.listen(0, '127.0.0.1'), 'listening');
    provider.judge = new AssertionJudge(provider.issuer, options.client, provider.now);
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  get issuer(): string {
    // A server that listens on a port has an address of this kind.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on, answers so. */
  answer(endpoint: Endpoint, alteration: Alteration): void {
    this.alterations.set(endpoint, alteration);
  }

  /** From now on, answers honestly but for these members of the body; those that are `undefined` are left out. */
  alter(endpoint: Endpoint, members: object): void {
    this.answer(endpoint, (honest) => ({
      ...honest,
      body: { ...Object(honest.body), ...members },
    }));
  }

  /** From now on, ID tokens have these claims and header members; those that are `undefined` are left out. */
  idToken(claims: object, header: object = {}): void {
    this.alteredToken = { claims, header };
  }

  /** Takes back every alteration. */
  beHonest(): void {
    this.alterations = new Map();
    this.alteredToken = EMPTY;
  }

  sent(endpoint: Endpoint): readonly ReceivedRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** A user logs in at the URL that the browser was sent to. These are the parameters it comes back with. */
  login(authorizationUrl: string): URLSearchParams {
    const { searchParams } = new URL(authorizationUrl);
    const request = this.pushed.get(searchParams.get('request_uri') ?? '') ?? searchParams;
    const code = randomName();
    this.codes.set(code, request);
    return new URLSearchParams({ code, state: request.get('state') ?? '', iss: this.issuer });
  }

  /** An ID token, as altered by `idToken()`. */
  async issueIdToken(
    answered: { readonly nonce?: string | null; readonly accessToken?: string } = {},
  ): Promise<string> {
    const [key] = this.keys;
    if (!key) throw new Error('This provider has no key to sign with');
    const { nonce, accessToken } = answered;
    const claims = {
      iss: this.issuer,
      sub: 'user-1',
      aud: this.options.client.id,
      iat: this.now(),
      exp: this.now() + 300,
      nonce: nonce ?? undefined,
      at_hash: accessToken && halfHash(accessToken, key.alg),
      ...this.alteredToken.claims,
    };
    return signedBy(key, claims, this.alteredToken.header);
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await this.receive(message);
    this.requests.push(request);
    const honest = await this[request.endpoint](request);
    const alteration = this.alterations.get(request.endpoint) ?? honest;
    const answer =
      typeof alteration === 'function' ? await alteration(honest, request) : alteration;
    if (!answer) return void message.socket.destroy();
    const { status = 200, headers, body = '' } = answer;
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    response.writeHead(status, {
      Date: new Date(this.now() * 1000).toUTCString(),
      ...(isRaw ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    });
    response.end(isRaw ? body : JSON.stringify(body));
  }

  private async receive(message: IncomingMessage): Promise<ReceivedRequest> {
    const { method = '', headers } = message;
    const url = new URL(message.url ?? '', this.issuer);
    const chunks: Buffer[] = await message.toArray();
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    return {
      endpoint: ROUTES[`${method} ${url.pathname}`] ?? 'unknown',
      method,
      url,
      headers,
      form,
    };
  }

  private discovery(): Answer {
    const at = (path: string) => `${this.issuer}${path}`;
    return {
      body: {
        issuer: this.issuer,
        authorization_endpoint: at('/authorize'),
        token_endpoint: at('/token'),
        jwks_uri: at('/jwks'),
        userinfo_endpoint: at('/userinfo'),
        end_session_endpoint: at('/logout'),
        pushed_authorization_request_endpoint: at('/par'),
        authorization_response_iss_parameter_supported: true,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        // No list of what to accept: a client has to know for itself.
        id_token_signing_alg_values_supported: [
          'none',
          'HS256',
          'RS256',
          'PS256',
          'ES256',
          'EdDSA',
        ],
      },
    };
  }

  private jwks(): Answer {
    return { body: { keys: this.keys.map(({ jwk }) => jwk) } };
  }

  private async par({ form }: ReceivedRequest): Promise<Answer> {
    const problem = await this.judge?.problemOf(form);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    const uri = `urn:ietf:params:oauth:request_uri:${randomName()}`;
    this.pushed.set(uri, form);
    return { status: 201, body: { request_uri: uri, expires_in: 60 } };
  }

  private authorize({ url }: ReceivedRequest): Answer {
    const answered = this.login(url.href);
    const redirectUri = this.codes.get(answered.get('code') ?? '')?.get('redirect_uri');
    if (!redirectUri) return refusal(400, 'invalid_request', 'no redirect_uri');
    return { status: 302, headers: { Location: `${redirectUri}?${answered.toString()}` } };
  }

  private async token({ form }: ReceivedRequest): Promise<Answer> {
    const problem = await this.judge?.problemOf(form);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    const code = form.get('code') ?? '';
    const request = this.codes.get(code);
    this.codes.delete(code);
    if (!request) return refusal(400, 'invalid_grant', 'no such code');
    if (form.get('redirect_uri') !== request.get('redirect_uri'))
      return refusal(400, 'invalid_grant', 'another redirect_uri');
    if (challengeOf(form.get('code_verifier') ?? '') !== request.get('code_challenge'))
      return refusal(400, 'invalid_grant', 'another code_verifier');
    const accessToken = randomName();
    this.subjects.set(accessToken, 'user-1');
    const idToken = await this.issueIdToken({ nonce: request.get('nonce'), accessToken });
    return {
      headers: { 'Cache-Control': 'no-store' },
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: 120,
        id_token: idToken,
        scope: request.get('scope') ?? undefined,
      },
    };
  }

  private userinfo({ headers }: ReceivedRequest): Answer {
    const sub = this.subjects.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (sub !== undefined) return { body: { sub, name: 'Demo T. User' } };
    return { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } };
  }

  private endSession({ url }: ReceivedRequest): Answer {
    const target = url.searchParams.get('post_logout_redirect_uri');
    if (target === null) return { body: 'Logged out' };
    const state = url.searchParams.get('state') ?? '';
    return { status: 302, headers: { Location: `${target}?${new URLSearchParams({ state })}` } };
  }

  private unknown(): Answer {
    return { status: 404 };
  }
}

const EMPTY = { claims: {}, header: {} };

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

function randomName(): string {
  return randomBytes(24).toString('base64url');
}

/** RFC 7636 section 4.2. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** OpenID Connect Core section 3.1.3.6. */
function halfHash(text: string, alg: string): string {
  const digest = createHash(alg === 'EdDSA' ? 'sha512' : `sha${alg.slice(2)}`)
    .update(text)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
