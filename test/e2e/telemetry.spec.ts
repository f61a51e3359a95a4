import { channel } from 'node:diagnostics_channel';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attributes, SpanStatusCode } from '@opentelemetry/api';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { RelyingParty } from '../support/relying-party.js';
import { TelemetrySink } from '../support/telemetry.js';

const KNOWN_ATTRIBUTES = new Set([
  'criipto_auth.at_provider',
  'criipto_auth.eid',
  'criipto_auth.refused',
  'error.type',
  'http.request.method',
  'http.response.status_code',
  'server.address',
  'server.port',
  'url.full',
]);

describe.each(HTTP_ADAPTERS)('telemetry, on %s', (_name, adapter) => {
  let party: RelyingParty;
  let sink: TelemetrySink;

  beforeAll(async () => {
    sink = new TelemetrySink();
    sink.start();
    party = await RelyingParty.start({ adapter, responseMode: 'query' });
  }, 30_000);
  afterAll(async () => {
    await party.stop();
    await sink.stop();
  });
  afterEach(() => {
    party.reset();
    sink.forgetSpans();
  });

  /** What was counted meanwhile under one name and attributes. */
  async function counted(name: string, attributes: Attributes, work: () => Promise<unknown>) {
    const sum = async () =>
      (await sink.points())
        .filter((point) => point.name === name && matches(point.attributes, attributes))
        .reduce((total, { value }) => total + value, 0);
    const before = await sum();
    await work();
    return (await sum()) - before;
  }

  it('has a span for each leg of a login, and in it those of its requests to the provider', async () => {
    await party.logIn(new Browser());
    const legs = sink.spans.filter(({ name }) => name.startsWith('criipto_auth.'));
    expect(legs.map(({ name }) => name)).toEqual([
      'criipto_auth.login.begin',
      'criipto_auth.login.complete',
    ]);
    const ids = legs.map((span) => span.spanContext().spanId);
    const requests = sink.spans.filter(({ name }) => !name.startsWith('criipto_auth.'));
    expect(requests.length).toBeGreaterThanOrEqual(4);
    for (const request of requests) expect(ids).toContain(request.parentSpanContext?.spanId);
    const { hostname, port } = new URL(party.provider.issuer);
    const token = requests.find(({ name }) => name === 'POST');
    expect(token?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': hostname,
      'server.port': Number(port),
      'url.full': expect.stringMatching(/^http:\/\/[^?]+$/),
    });
  });

  it('names what went wrong by its code', async () => {
    party.provider.answer('token', { status: 503 });
    await party.logIn(new Browser());
    const leg = sink.spans.find(({ name }) => name === 'criipto_auth.login.complete');
    expect(leg?.attributes).toEqual({ 'error.type': 'provider_temporarily_unavailable' });
    const token = sink.spans.find(
      ({ name, status }) => name === 'POST' && status.code === SpanStatusCode.ERROR,
    );
    expect(token?.attributes).toMatchObject({
      'error.type': '503',
      'http.response.status_code': 503,
    });
  });

  it('measures each request to the provider', async () => {
    const attributes = { 'http.request.method': 'POST', 'http.response.status_code': 200 };
    const requests = await counted('http.client.request.duration', attributes, () =>
      party.logIn(new Browser()),
    );
    expect(requests).toBeGreaterThanOrEqual(1);
  });

  it('measures a request without an answer, too', async () => {
    party.provider.answer('token', () => undefined);
    const attributes = { 'error.type': 'provider_unreachable' };
    const work = () => party.logIn(new Browser());
    expect(await counted('http.client.request.duration', attributes, work)).toBe(1);
  });

  it('counts logins by eID', async () => {
    const login = () => party.logIn(new Browser());
    expect(await counted('criipto_auth.logins', {}, login)).toBe(1);
    expect(await counted('criipto_auth.logins_started', {}, login)).toBe(1);
  });

  it('counts refusals by code', async () => {
    party.provider.idToken(() => ({ nonce: 'another' }));
    const attributes = { 'error.type': 'id_token_nonce_mismatch', 'criipto_auth.refused': 'login' };
    const login = () => party.logIn(new Browser());
    expect(await counted('criipto_auth.refusals', attributes, login)).toBe(1);
  });

  it('counts logouts', async () => {
    const browser = new Browser();
    await party.logIn(browser);
    expect(await counted('criipto_auth.logouts', {}, () => party.logOut(browser))).toBe(1);
  });

  it('has attributes of a known few names, and nothing of a person or a token in them', async () => {
    const browser = new Browser();
    const { callback } = await party.logIn(browser);
    const { sub } = (await party.userIn(browser)) as { sub: string }; // the page of the party
    const all = [...sink.spans, ...(await sink.points())].map(({ attributes }) => attributes);
    const names = new Set(all.flatMap((attributes) => Object.keys(attributes)));
    expect([...names].filter((name) => !KNOWN_ATTRIBUTES.has(name))).toEqual([]);
    const values = JSON.stringify(all);
    for (const secret of [sub, ...(callback?.parameters.values() ?? [])])
      expect(values).not.toContain(secret);
  });

  it('publishes each event on a diagnostics channel of its name', async () => {
    const heard: unknown[] = [];
    const listen = (payload: unknown) => void heard.push(payload);
    const completed = channel('nestjs-criipto-auth:login.completed');
    completed.subscribe(listen);
    await party.logIn(new Browser());
    completed.unsubscribe(listen);
    await party.logIn(new Browser());
    expect(heard).toEqual([{ eid: expect.any(String), acr: undefined }]);
  });
});

function matches(all: Readonly<Record<string, unknown>>, wanted: Attributes): boolean {
  return Object.entries(wanted).every(([name, value]) => all[name] === value);
}
