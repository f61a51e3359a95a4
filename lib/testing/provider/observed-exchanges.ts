import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';

import { FakeHeadless } from '../decoupled/headless.js';
import type { Answer, Exchange, Texts } from '../model/exchange.js';
import type { FakeClient } from '../model/fake-client.js';
import type { PublishedKey } from '../model/published-key.js';
import type { RecordedRefusal } from '../model/refusal.js';
import type { ClientKeyFetches } from './client-key-fetches.js';

interface Observation {
  readonly clientOf: (clientId: string) => FakeClient | undefined;
  readonly keyFetches: ClientKeyFetches;
  readonly tell: (exchange: Exchange) => void;
}

/** Where oidc-provider says what it refused, and why: more than it answers. */
const REFUSALS = [
  'authorization.error',
  'backchannel_authentication.error',
  'discovery.error',
  'grant.error',
  'jwks.error',
  'pushed_authorization_request.error',
  'revocation.error',
  'server_error',
  'userinfo.error',
] as const;

/** Tells of each request to oidc-provider, once it was answered. */
export function observeExchanges(provider: Provider, observation: Observation): void {
  const { clientOf, keyFetches, tell } = observation;
  const refusals = new WeakMap<KoaContextWithOIDC, RecordedRefusal>();
  const sent = new WeakMap<KoaContextWithOIDC, object>();
  for (const event of REFUSALS) {
    // Each of them has these two arguments; their types differ in the name alone.
    provider.on(event as 'grant.error', (context, error) => {
      refusals.set(context, refusalOf(error));
    });
  }
  provider.on('authorization.success', (context, fields) => sent.set(context, { ...fields }));
  provider.use(async (context: KoaContextWithOIDC, next) => {
    const at = Date.now();
    const start = performance.now();
    const fetches = await keyFetches.during(next);
    const clientId = context.oidc?.client?.clientId ?? clientIdIn(context);
    const client = clientId === undefined ? undefined : clientOf(clientId);
    const refusal = refusals.get(context) ?? refusalIn(context.body);
    const exchange: Exchange = {
      method: context.method,
      path: context.path,
      headers: context.headers,
      query: texts(context.query),
      form: texts(context.oidc?.body ?? {}),
      status: context.status,
      at,
      took: performance.now() - start,
      answer: answerOf(context, sent.get(context)),
      refusal,
      clientId,
      client,
      keys: client && keysOf(context, client),
      keyFetches: fetches,
      session: context.oidc?.session?.jti,
    };
    tell(FakeHeadless.received(exchange));
  });
}

function refusalOf({ error, error_description: description, error_detail: reason }: Refused) {
  return {
    error: error ?? 'server_error',
    ...(description === undefined ? {} : { description }),
    ...(reason === undefined || reason === description ? {} : { reason }),
  };
}

interface Refused {
  readonly error?: string;
  readonly error_description?: string | undefined;
  readonly error_detail?: string | undefined;
}

/** What the fake itself refuses in the place of oidc-provider. */
function refusalIn(body: unknown): RecordedRefusal | undefined {
  const answer: Refused = Object(body) as Refused; // or members are missing, which is looked at
  return typeof answer.error === 'string' ? refusalOf(answer) : undefined;
}

function answerOf({ body, response }: KoaContextWithOIDC, sent: object | undefined): Answer {
  const location = response.get('Location');
  if (location) return { location };
  if (sent) return { members: texts(sent) };
  if (typeof body === 'string') return isJwt(body) ? { jwt: body } : {};
  return isObject(body) && !Buffer.isBuffer(body) ? { members: { ...body } } : {};
}

/** Also of a client that nobody knows. */
function clientIdIn({ oidc, query }: KoaContextWithOIDC): string | undefined {
  const clientId = oidc?.params?.['client_id'] ?? oidc?.body?.['client_id'] ?? query['client_id'];
  return typeof clientId === 'string' ? clientId : undefined;
}

/** Those that oidc-provider has fetched, or that were pasted in. */
function keysOf(
  { oidc }: KoaContextWithOIDC,
  { jwks }: FakeClient,
): readonly PublishedKey[] | undefined {
  // Not in the published types: it is what holds the keys of a client, one after the other.
  const { asymmetricKeyStore } = Object(oidc?.client) as {
    readonly asymmetricKeyStore?: Iterable<PublishedKey>;
  };
  // Objects, of which members are looked at.
  const keys = [...(asymmetricKeyStore ?? (jwks?.keys as readonly PublishedKey[]) ?? [])];
  return keys.length === 0 ? undefined : keys;
}

function texts(values: object): Texts {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function isJwt(text: string): boolean {
  return /^[\w-]+(?:\.[\w-]*){2,4}$/.test(text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
