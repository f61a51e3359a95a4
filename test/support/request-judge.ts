import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a client registered of its requests. What it left out is not judged. */
export interface RegisteredRequests {
  readonly id: string;
  readonly redirectUri?: string;
  readonly postLogoutRedirectUri?: string;
  /** In place of assertions. */
  readonly secret?: string;
  /** Every authorization request comes signed. @default none does */
  readonly signsRequests?: boolean;
}

/** All that is judged of a request over HTTP. */
export interface JudgedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

const URL_SAFE = /^[\w.~-]+$/;

/** Judges every request as the OpenID Foundation's suite does, and keeps what is wrong with them. */
export class RequestJudge {
  readonly complaints: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly client: RegisteredRequests) {}

  /** The parameters of an authorization request, from the URL or pushed. A browser may come with the same twice. */
  authorization(parameters: URLSearchParams): void {
    if (!this.isNew(parameters.toString())) return;
    const { id, redirectUri } = this.client;
    const value = (name: string) => parameters.get(name) ?? '';
    this.demand('authorization request', {
      'no parameter comes twice': hasEachOnce(parameters),
      'response_type is code': value('response_type') === 'code',
      'client_id is the one registered': value('client_id') === id,
      'redirect_uri is the one registered, to the letter':
        redirectUri === undefined || value('redirect_uri') === redirectUri,
      'redirect_uri has no fragment': !value('redirect_uri').includes('#'),
      'scope has openid': value('scope').split(' ').includes('openid'),
      'state is URL-safe, of 22 to 128 characters, and new':
        URL_SAFE.test(value('state')) &&
        isBetween(value('state').length, 22, 128) &&
        this.isNew(value('state')),
      'nonce is URL-safe, of 22 to 43 characters, and new':
        URL_SAFE.test(value('nonce')) &&
        isBetween(value('nonce').length, 22, 43) &&
        this.isNew(value('nonce')),
      'code_challenge_method is S256': value('code_challenge_method') === 'S256',
      'code_challenge is a SHA-256 hash, and new':
        /^[\w-]{43}$/.test(value('code_challenge')) && this.isNew(value('code_challenge')),
      'max_age=0 does not stand beside prompt=none':
        value('max_age') !== '0' || value('prompt') !== 'none',
      'there is no request object': !parameters.has('request') && !parameters.has('request_uri'),
    });
  }

  /** The parameters beside a signed request, in the URL or pushed. */
  signedAuthorization(parameters: URLSearchParams): void {
    this.demand('signed authorization request', {
      'it was agreed': this.client.signsRequests === true,
      'it has nothing beside it but who we are': [...parameters.keys()].every((name) =>
        ['request', 'client_id', 'client_assertion', 'client_assertion_type'].includes(name),
      ),
      'client_id is the one registered': parameters.get('client_id') === this.client.id,
    });
  }

  unsignedAuthorization(): void {
    this.demand('authorization request', { 'it is signed': this.client.signsRequests !== true });
  }

  requestObject(problem: string | undefined): void {
    if (problem !== undefined) this.complaints.push(`request object: ${problem}`);
  }

  /** The URL that the browser is sent to, when the request was pushed. */
  pushedAuthorization({ searchParams }: URL): void {
    if (!this.isNew(searchParams.toString())) return;
    this.demand('authorization URL of a pushed request', {
      'it has client_id and request_uri alone':
        [...searchParams.keys()].toSorted().join() === 'client_id,request_uri',
      'client_id is the one registered': searchParams.get('client_id') === this.client.id,
      'request_uri is new': this.isNew(searchParams.get('request_uri') ?? ''),
    });
  }

  /** A request by which the client proves itself, whatever it asks for. */
  authenticated({ url, headers, form }: JudgedRequest): void {
    this.demand('authenticated request', {
      'no parameter comes twice': hasEachOnce(form),
      'all parameters are in the body': url.search === '',
      'the body is a form':
        headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true,
      'it asks for JSON': headers.accept?.includes('application/json') === true,
      'it has a User-Agent': Boolean(headers['user-agent']),
      'it proves the client as registered, and in no other way':
        headers.authorization === this.basic &&
        !form.has('client_secret') &&
        form.has('client_assertion') === (this.basic === undefined),
    });
  }

  /** @param authorization the request that the code was issued for; none when the code is unknown or used. */
  token({ form }: JudgedRequest, authorization: URLSearchParams | undefined): void {
    const verifier = form.get('code_verifier') ?? '';
    this.demand('token request', {
      'grant_type is authorization_code': form.get('grant_type') === 'authorization_code',
      'code was issued, and not used before': authorization !== undefined,
      'redirect_uri is that of the authorization request':
        form.get('redirect_uri') === authorization?.get('redirect_uri'),
      'code_verifier has 43 to 128 unreserved characters':
        URL_SAFE.test(verifier) && isBetween(verifier.length, 43, 128),
      'code_verifier has 180 bits of entropy': entropyOf(verifier) >= 180,
      'code_verifier is new': this.isNew(verifier),
      'code_verifier fits code_challenge':
        challengeOf(verifier) === authorization?.get('code_challenge'),
    });
  }

  /** @param authorization the request of the login that the refresh token is of; none when it is unknown or used. */
  refresh({ form }: JudgedRequest, authorization: URLSearchParams | undefined): void {
    const granted = (authorization?.get('scope') ?? '').split(' ');
    const wanted = form.get('scope')?.split(' ') ?? [];
    this.demand('refresh request', {
      'refresh_token was issued, and not used before': authorization !== undefined,
      'scope is not more than was granted': wanted.every((scope) => granted.includes(scope)),
      'it has no parameters of a code': !form.has('code') && !form.has('code_verifier'),
    });
  }

  revocation({ form }: JudgedRequest, isKnown: boolean): void {
    this.demand('revocation request', {
      'it names a token that is good': isKnown,
      'it says what kind of token that is': form.get('token_type_hint') === 'refresh_token',
    });
  }

  /** The request to authenticate somebody who is elsewhere (CIBA section 7.1). */
  backchannel({ form }: JudgedRequest): void {
    const hints = ['login_hint', 'id_token_hint', 'login_hint_token'];
    this.demand('backchannel authentication request', {
      'scope has openid': (form.get('scope') ?? '').split(' ').includes('openid'),
      'there is one hint': hints.filter((name) => form.has(name)).length === 1,
      'it asks for no notification': !form.has('client_notification_token'),
    });
  }

  /** @param isKnown whether the request that is polled for is waited for. */
  poll({ form }: JudgedRequest, isKnown: boolean): void {
    this.demand('poll', {
      'it names a request that is waited for': isKnown,
      'it has no parameters of a code': !form.has('code') && !form.has('code_verifier'),
    });
  }

  userinfo({ url, headers, form }: JudgedRequest, isKnown: boolean): void {
    this.demand('userinfo request', {
      'the access token is in the header alone':
        headers.authorization?.startsWith('Bearer ') === true &&
        url.search === '' &&
        form.size === 0,
      'the access token was issued': isKnown,
    });
  }

  /** @param idTokens of the logins that may end. */
  endSession({ url: { searchParams } }: JudgedRequest, idTokens: readonly string[]): void {
    const { id, postLogoutRedirectUri } = this.client;
    this.demand('logout request', {
      'no parameter comes twice': hasEachOnce(searchParams),
      'client_id is the one registered': searchParams.get('client_id') === id,
      'post_logout_redirect_uri is the one registered, to the letter':
        postLogoutRedirectUri === undefined ||
        searchParams.get('post_logout_redirect_uri') === postLogoutRedirectUri,
      'state is new': this.isNew(searchParams.get('state') ?? ''),
      'id_token_hint, if any, is an ID token that was issued, to the letter':
        !searchParams.has('id_token_hint') ||
        idTokens.includes(searchParams.get('id_token_hint') ?? ''),
    });
  }

  unknown({ method, url }: JudgedRequest): void {
    this.demand(`${method} ${url.pathname}`, { 'it was offered': false });
  }

  authenticateClient(problem: string | undefined): void {
    if (problem !== undefined) this.complaints.push(`proof of the client: ${problem}`);
  }

  /** What is wrong with a proof by secret, if anything. */
  problemOfSecret({ headers }: JudgedRequest): string | undefined {
    return headers.authorization === this.basic ? undefined : 'another secret';
  }

  /** RFC 6749 section 2.3.1. */
  private get basic(): string | undefined {
    const { id, secret } = this.client;
    if (secret === undefined) return undefined;
    const [user, password] = [id, secret].map((text) =>
      new URLSearchParams({ '': text }).toString().slice(1),
    );
    return `Basic ${btoa(`${user}:${password}`)}`;
  }

  private demand(request: string, rules: Readonly<Record<string, boolean>>): void {
    for (const [rule, holds] of Object.entries(rules)) {
      if (!holds) this.complaints.push(`${request}: not so that ${rule}`);
    }
  }

  private isNew(value: string): boolean {
    const isNew = value !== '' && !this.seen.has(value);
    this.seen.add(value);
    return isNew;
  }
}

/** RFC 7636 section 4.2. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function hasEachOnce(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()];
  return new Set(names).size === names.length;
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** Shannon's, as measured from how often each character comes. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - count * Math.log2(count / text.length),
    0,
  );
}
