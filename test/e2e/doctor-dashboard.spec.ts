import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { runCli } from '../../lib/cli/run.js';
import { privatePem } from '../support/private-keys.js';

const CLIENT = 'urn:my:application';

/** A domain that publishes what a test says, and takes nothing. */
describe('criipto-auth doctor, where a domain tells of a client', () => {
  let server: Server;
  let domain: string;
  let acrValues: readonly string[];
  let configuration: { readonly status?: number; readonly body: unknown };
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://here');
      const isDiscovery = pathname === '/.well-known/openid-configuration';
      const isOfClient = pathname === '/.well-known/criipto-configuration';
      if (isOfClient) asked.push(searchParams.get('client_id') ?? '');
      const { status = 200, body } = isOfClient ? configuration : { body: metadata() };
      response.writeHead(isDiscovery || isOfClient ? status : 404);
      response.end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    domain = `127.0.0.1:${(server.address() as AddressInfo).port}`; // of a server that listens on a port
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    acrValues = ['urn:grn:authn:se:bankid'];
    configuration = { body: { clients: [{ client_id: CLIENT }] } };
    asked.length = 0;
  });

  const metadata = () => {
    const issuer = `http://${domain}`;
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth2/authorize`,
      token_endpoint: `${issuer}/oauth2/token`,
      jwks_uri: `${issuer}/.well-known/jwks`,
      acr_values_supported: acrValues,
    };
  };

  async function lineOf(subject: string, flag = `--domain=${domain}`): Promise<string | undefined> {
    let text = '';
    await runCli(['doctor', flag, `--client-id=${CLIENT}`], {
      stdout: { write: (part) => (text += part) },
      stderr: { write: () => undefined },
      env: { CRIIPTO_PRIVATE_KEY: privatePem('rsa') },
    });
    return text.split('\n').find((line) => line.slice(5).startsWith(`${subject}: `));
  }

  it('asks for the client by its id, and takes what is named so', async () => {
    expect(await lineOf('client ID')).toBe(`ok   client ID: the domain knows ${CLIENT}`);
    expect(asked).toEqual([CLIENT]);
  });

  it.each([
    ['404', { status: 404, body: {} }],
    ['other clients alone', { body: { clients: [{ client_id: 'urn:other' }, null] } }],
  ])('finds a wrong client id by %s', async (_what, told) => {
    configuration = told;
    expect(await lineOf('client ID')).toContain(
      `FAIL client ID: http://${domain} knows no client ${CLIENT}`,
    );
  });

  it.each([
    ['another status', { status: 500, body: { clients: [{ client_id: CLIENT }] } }],
    ['no clients', { body: {} }],
    ['no object', { body: [CLIENT] }],
  ])('does not guess what is meant by %s', async (_what, told) => {
    configuration = told;
    expect(await lineOf('client ID')).toMatch(/^skip client ID: .* tells nothing of clients$/);
  });

  it('writes nothing to the terminal that is no plain name', async () => {
    const strategy = 'plain\u001B[2J';
    configuration = {
      body: { clients: [{ client_id: CLIENT, userinfo_response_strategy: strategy }] },
    };
    acrValues = ['urn:grn:authn:se:bankid', 'urn:\u001B[2J'];
    expect(await lineOf('client ID')).toBe(`ok   client ID: the domain knows ${CLIENT}`);
    expect(await lineOf('eIDs')).toBe('ok   eIDs: the domain offers bankid-se');
  });

  it('asks no other provider', async () => {
    const flag = `--issuer=http://${domain}`;
    expect(await lineOf('client ID', flag)).toMatch(/^skip client ID: only Criipto publishes/);
    expect(asked).toEqual([]);
  });

  it('names what it does not know as it is', async () => {
    acrValues = ['urn:grn:authn:se:bankid:same-device', 'urn:grn:authn:se:bankid', 'urn:new:eid'];
    expect(await lineOf('eIDs')).toBe('ok   eIDs: the domain offers bankid-se, urn:new:eid');
  });

  it('says so where none is listed', async () => {
    acrValues = [];
    expect(await lineOf('eIDs')).toBe('skip eIDs: the provider lists none');
  });
});
