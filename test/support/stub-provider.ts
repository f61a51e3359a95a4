import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { AssertionJudge, type RegisteredKeys } from './assertion-judge.js';
import { hashOf, type ProviderKey, signedBy } from './provider-key.js';
import { discoveryDocument, generalProfile, type ProviderProfile } from './provider-profile.js';
import { challengeOf, type RegisteredRequests, RequestJudge } from './request-judge.js';
import { RequestObjectJudge } from './request-object-judge.js';
import { StubPolls } from './stub-polls.js';
import { type RefreshableLogin, StubRefreshes } from './stub-refreshes.js';

export type Endpoint =
  | 'discovery'
  | 'jwks'
  | 'par'
  | 'ciba'
  | 'headless'
  | 'authorize'
  | 'token'
  | 'userinfo'
  | 'revocation'
  | 'endSession'
  | 'unknown';

const ROUTES: Readonly<Record<string, Endpoint>> = {
  'GET /.well-known/openid-configuration': 'discovery',
  'POST /par': 'par',
  'POST /ciba/bc-authorize': 'ciba',
  'POST /headless/authorize': 'headless',
  'GET /authorize': 'authorize',
  'POST /token': 'token',
  'GET /userinfo': 'userinfo',
  'POST /revoke': 'revocation',
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
  readonly client: RegisteredKeys & RegisteredRequests;
  /** @default one that offers everything */
  readonly profile?: ProviderProfile;
  /** Seconds since the epoch. @default the machine's */
  readonly now?: () => number;
}

export interface HonestClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly nonce: string | undefined;
}

/** Claims in place of the honest ones; those that are `undefined` are left out. */
export type OtherClaims = object | ((honest: HonestClaims) => object);

/** Makes the ID token to send of the one that would have been sent, or encrypted. */
export type Forgery = (honest: string) => string | Promise<string>;

/**
 * A small OpenID provider that shares no code with the library. It is honest and strict about what it is
 * sent, until a test replaces or alters one of its answers; and it keeps every request.
 */
export class StubProvider {
  readonly requests: ReceivedRequest[] = [];
  /** All that must never show anywhere: codes, tokens, and what the client made up for one login. */
  readonly secrets = new Set<string>();
  /** Every ID token that it sent, to the letter. */
  readonly idTokens: string[] = [];
  /** All that it says of its user. */
  readonly personal: readonly string[] = [...personalIn(USER), ...personalIn(CLAIMS)];
  /** The logins that are polled for. */
  readonly polls = new StubPolls();
  /** The logins that can be refreshed, if the profile has it so. */
  readonly refreshes = new StubRefreshes();
  /** The first signs, all are published. */
  keys: readonly ProviderKey[];

  private readonly server = createServer((request, response) => void this.serve(request, response));
  /** Any that is free, at first. */
  private port = 0;
  private readonly profile: ProviderProfile;
  private readonly now: () => number;
  private readonly pushed = new Map<string, URLSearchParams>();
  private readonly codes = new Map<string, URLSearchParams>();
  /** By access token, the scopes that it is good for. */
  private readonly grants = new Map<string, readonly string[]>();
  private readonly judge: RequestJudge;
  private assertions: AssertionJudge | undefined;
  private requestObjects: RequestObjectJudge | undefined;
  /** Signed requests that came with a browser, until there is time to verify them. */
  private readonly unverified: string[] = [];
  private alterations = new Map<Endpoint, Alteration>();
  private alteredToken: { readonly claims: OtherClaims; readonly header: object } = EMPTY;
  private forgery: Forgery | undefined;

  private constructor(private readonly options: StubProviderOptions) {
    this.profile = options.profile ?? generalProfile();
    this.keys = this.profile.keys;
    this.now = options.now ?? (() => Math.floor(Date.now() / 1000));
    this.judge = new RequestJudge(options.client);
  }

  static async start(options: StubProviderOptions): Promise<StubProvider> {
    const provider = new StubProvider(options);
    await provider.listen();
    const { issuer, now } = provider;
    provider.assertions = new AssertionJudge(issuer, options.client, now);
    provider.requestObjects = new RequestObjectJudge(issuer, options.client, now);
    return provider;
  }

  /** Nobody answers at its address any more, unless it comes back. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  /** At the same address as before. */
  comeBack(): Promise<void> {
    return this.listen();
  }

  get issuer(): string {
    return this.origin + this.profile.issuerPath;
  }

  /** What the client did wrong so far, whether or not it was answered honestly. */
  get complaints(): string[] {
    return this.judge.complaints;
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
  idToken(claims: OtherClaims, header: object = {}): void {
    this.alteredToken = { claims, header };
  }

  /** From now on, sends this in place of the ID token that it would send. */
  forge(forgery: Forgery): void {
    this.forgery = forgery;
  }

  /** Takes back every alteration. */
  beHonest(): void {
    this.keys = this.profile.keys;
    this.alterations = new Map();
    this.alteredToken = EMPTY;
    this.forgery = undefined;
    this.polls.script.length = 0;
  }

  /** Nothing on record. */
  forget(): void {
    this.requests.length = 0;
    this.idTokens.length = 0;
    this.complaints.length = 0;
    this.secrets.clear();
  }

  sent(endpoint: Endpoint): readonly ReceivedRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** A user logs in at the URL that the browser was sent to. These are the parameters it comes back with. */
  login(authorizationUrl: string): URLSearchParams {
    const request = this.authorizationRequest(new URL(authorizationUrl));
    const state = request.get('state') ?? '';
    const code = randomName();
    this.codes.set(code, request);
    this.keepSecret(code, state, request.get('nonce'));
    return new URLSearchParams({
      code,
      state,
      ...(this.profile.namesItself ? { iss: this.issuer } : {}),
    });
  }

  /** An ID token, as altered by `idToken()`. */
  async issueIdToken(
    answered: {
      readonly nonce?: string | null;
      readonly accessToken?: string;
      readonly authTime?: number | undefined;
    } = {},
  ): Promise<string> {
    const { nonce, accessToken, authTime } = answered;
    const honest = {
      iss: this.issuer,
      sub: USER.sub,
      aud: this.options.client.id,
      iat: this.now(),
      exp: this.now() + 300,
      nonce: nonce ?? undefined,
      auth_time: authTime,
      at_hash: accessToken && halfHash(accessToken, this.signingKey.alg),
      ...this.profile.claims,
    };
    const { claims, header } = this.alteredToken;
    const others = typeof claims === 'function' ? claims(honest) : claims;
    return this.sign({ ...honest, ...others }, header);
  }

  /** A token signed with the key of the day. A payload that is a text is signed as it stands. */
  sign(payload: unknown, header: object = {}): Promise<string> {
    return signedBy(this.signingKey, payload, header);
  }

  private get signingKey(): ProviderKey {
    const [key] = this.keys;
    if (!key) throw new Error('This provider has no key to sign with');
    return key;
  }

  private get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private async listen(): Promise<void> {
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    // A server that listens on a port has an address of this kind.
    this.port = (this.server.address() as AddressInfo).port;
  }

  private authorizationRequest(url: URL): URLSearchParams {
    const pushed = this.pushed.get(url.searchParams.get('request_uri') ?? '');
    if (pushed) {
      this.judge.pushedAuthorization(url);
      return pushed;
    }
    const request = this.unpacked(url.searchParams);
    this.judge.authorization(request);
    return request;
  }

  /** The parameters that are meant: those in the signed request, if it is one. */
  private unpacked(parameters: URLSearchParams): URLSearchParams {
    const requestObject = parameters.get('request');
    if (requestObject === null || !this.requestObjects) {
      this.judge.unsignedAuthorization();
      return parameters;
    }
    this.judge.signedAuthorization(parameters);
    this.unverified.push(requestObject);
    return this.requestObjects.parametersIn(requestObject);
  }

  private async verifyRequestObjects(): Promise<void> {
    for (const requestObject of new Set(this.unverified.splice(0))) {
      this.judge.requestObject(await this.requestObjects?.problemOf(requestObject));
    }
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
    const url = new URL(message.url ?? '', this.origin);
    const chunks: Buffer[] = await message.toArray();
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    return {
      endpoint: this.endpointAt(method, url.pathname),
      method,
      url,
      headers,
      form,
    };
  }

  private endpointAt(method: string, path: string): Endpoint {
    const { jwksPath, takesPushedRequests } = this.profile;
    if (method === 'GET' && path === jwksPath) return 'jwks';
    const endpoint = ROUTES[`${method} ${path}`] ?? 'unknown';
    return endpoint === 'par' && !takesPushedRequests ? 'unknown' : endpoint;
  }

  private discovery(): Answer {
    return { body: discoveryDocument(this.profile, this.issuer, this.origin) };
  }

  private jwks(): Answer {
    return { body: { keys: this.keys.map(({ jwk }) => jwk) } };
  }

  private async par(request: ReceivedRequest): Promise<Answer> {
    const problem = await this.problemOf(request);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    const meant = this.unpacked(request.form);
    await this.verifyRequestObjects();
    this.judge.authorization(meant);
    const uri = `urn:ietf:params:oauth:request_uri:${randomName()}`;
    this.pushed.set(uri, meant);
    return { status: 201, body: { request_uri: uri, expires_in: 60 } };
  }

  private async ciba(request: ReceivedRequest): Promise<Answer> {
    const problem = await this.problemOf(request);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    this.judge.backchannel(request);
    this.keepSecret(request.form.get('login_hint'));
    return { body: { auth_req_id: this.beginPolls(request), expires_in: 120, interval: 3 } };
  }

  private async headless(request: ReceivedRequest): Promise<Answer> {
    const problem = await this.problemOf(request);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    const data = { qrData: randomName(), autoStartToken: randomName() };
    return {
      body: { headless_req_id: this.beginPolls(request), expires_in: '120', acr_data: data },
    };
  }

  private beginPolls({ form }: ReceivedRequest): string {
    const requestId = this.polls.begin(form);
    this.keepSecret(requestId);
    return requestId;
  }

  private authorize({ url }: ReceivedRequest): Answer {
    const answered = this.login(url.href);
    const redirectUri = this.codes.get(answered.get('code') ?? '')?.get('redirect_uri');
    if (!redirectUri) return refusal(400, 'invalid_request', 'no redirect_uri');
    return { status: 302, headers: { Location: `${redirectUri}?${answered.toString()}` } };
  }

  private async token(received: ReceivedRequest): Promise<Answer> {
    const problem = await this.problemOf(received);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    await this.verifyRequestObjects();
    const { form } = received;
    if (StubPolls.isPoll(form)) return this.poll(received);
    if (StubRefreshes.isRefresh(form)) return this.refresh(received);
    const code = form.get('code') ?? '';
    const request = this.codes.get(code);
    this.codes.delete(code);
    this.judge.token(received, request);
    this.keepSecret(form.get('code_verifier'));
    if (!request) return refusal(400, 'invalid_grant', 'no such code');
    if (form.get('redirect_uri') !== request.get('redirect_uri'))
      return refusal(400, 'invalid_grant', 'another redirect_uri');
    if (challengeOf(form.get('code_verifier') ?? '') !== request.get('code_challenge'))
      return refusal(400, 'invalid_grant', 'another code_verifier');
    return this.issueTokens(this.loginOf(request), request.get('nonce'));
  }

  private async refresh(received: ReceivedRequest): Promise<Answer> {
    const login = this.refreshes.take(received.form.get('refresh_token') ?? '');
    this.judge.refresh(received, login?.request);
    return login ? this.issueTokens(login) : refusal(400, 'invalid_grant', 'no such token');
  }

  private async revocation(request: ReceivedRequest): Promise<Answer> {
    const problem = await this.problemOf(request);
    if (problem !== undefined) return refusal(401, 'invalid_client', problem);
    this.judge.revocation(request, this.refreshes.revoke(request.form.get('token') ?? ''));
    return {};
  }

  private loginOf(request: URLSearchParams): RefreshableLogin {
    return { request, authTime: request.has('max_age') ? this.now() : undefined };
  }

  private async poll(received: ReceivedRequest): Promise<Answer> {
    const request = this.polls.requestOf(received.form);
    this.judge.poll(received, request !== undefined);
    const result = this.polls.answer(received.form);
    if (request && result === 'tokens')
      return this.issueTokens(this.loginOf(request), request.get('nonce'));
    const { body } = refusal(400, result, 'awaiting user identification');
    return { status: 400, body: { ...Object(body), acr_data: { qrData: randomName() } } };
  }

  private async issueTokens(login: RefreshableLogin, nonce: string | null = null): Promise<Answer> {
    const { request, authTime } = login;
    const accessToken = randomName();
    this.grants.set(accessToken, (request.get('scope') ?? '').split(' '));
    const idToken = await this.issueIdToken({ nonce, accessToken, authTime });
    const sent = await (this.forgery ?? this.profile.encrypt)(idToken);
    const refreshToken = this.profile.refreshes ? this.refreshes.issue(login) : undefined;
    this.idTokens.push(sent);
    this.keepSecret(accessToken, refreshToken, idToken, sent);
    return {
      headers: { 'Cache-Control': 'no-store' },
      body: {
        access_token: accessToken,
        token_type: 'Bearer',
        expires_in: this.profile.expiresIn,
        refresh_token: refreshToken,
        id_token: sent,
        scope: request.get('scope') ?? undefined,
      },
    };
  }

  /** What is wrong with the client's proof, if anything. */
  private async problemOf(request: ReceivedRequest): Promise<string | undefined> {
    this.keepSecret(request.form.get('client_assertion'));
    this.judge.authenticated(request);
    const problem =
      this.options.client.secret === undefined
        ? await this.assertions?.problemOf(request.form)
        : this.judge.problemOfSecret(request);
    this.judge.authenticateClient(problem);
    return problem;
  }

  private userinfo(request: ReceivedRequest): Answer | Promise<Answer> {
    const scopes = this.grants.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    this.judge.userinfo(request, scopes !== undefined);
    if (!scopes)
      return { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } };
    const claims: object = Object.assign({}, USER, ...scopes.map((scope) => CLAIMS[scope]));
    return this.profile.signsUserinfo ? this.signedUserinfo(claims) : { body: claims };
  }

  private async signedUserinfo(claims: object): Promise<Answer> {
    const audience = { iss: this.issuer, aud: this.options.client.id };
    const signed = await this.sign({ ...audience, ...claims });
    const body = await this.profile.encrypt(signed);
    return { headers: { 'Content-Type': 'application/jwt' }, body };
  }

  private endSession(request: ReceivedRequest): Answer {
    this.judge.endSession(request, this.idTokens);
    const { url } = request;
    const target = url.searchParams.get('post_logout_redirect_uri');
    if (target === null) return { body: 'Logged out' };
    const state = url.searchParams.get('state') ?? '';
    return { status: 302, headers: { Location: `${target}?${new URLSearchParams({ state })}` } };
  }

  private unknown(request: ReceivedRequest): Answer {
    this.judge.unknown(request);
    return { status: 404 };
  }

  private keepSecret(...values: readonly (string | null | undefined)[]): void {
    for (const value of values) if (value) this.secrets.add(value);
  }
}

const EMPTY = { claims: {}, header: {} };
const USER = { sub: 'user-1', name: 'Demo T. User', cprNumberIdentifier: '0101904321' };

/** What each scope adds to the claims of userinfo. */
const CLAIMS: Readonly<Record<string, object>> = {
  profile: { given_name: 'Demo', family_name: 'User', birthdate: '2000-02-03' },
  email: { email: 'user@example.com', email_verified: false },
  address: { address: { locality: 'Aarhus', country: 'DK' } },
  phone: { phone_number: '+45 11223344', phone_number_verified: false },
};

/** The texts among claims that are long enough to be found by. */
function personalIn(claims: object): readonly string[] {
  const values: readonly unknown[] = Object.values(claims);
  return values
    .flatMap((value) => (typeof value === 'object' && value ? personalIn(value) : [String(value)]))
    .filter((text) => text.length > 5);
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

function randomName(): string {
  return randomBytes(24).toString('base64url');
}

/** OpenID Connect Core section 3.1.3.6. */
function halfHash(text: string, alg: string): string {
  const digest = createHash(hashOf(alg) ?? 'sha512')
    .update(text)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
