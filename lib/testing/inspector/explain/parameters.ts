import { createHash } from 'node:crypto';

import { FAKE_ACR_VALUES } from '../../eids/eids.js';
import type { Exchange, Texts } from '../../model/exchange.js';
import type { LoginTrace } from '../login-trace.js';
import { requestParameters } from '../request-parameters.js';
import type { Step } from '../step.js';
import { bearerToken } from '../ties.js';
import { ifSent, isSent, oneOf, type Row, type Rule, rowsOf } from './row.js';

const CODE_LIFETIME = 60_000;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const RESPONSE_MODES = ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'];

/** The parameters of a step, each beside what was expected. */
export function explainParameters(step: Step, login: LoginTrace): readonly Row[] {
  const { exchange } = step;
  const sent = requestParameters(exchange);
  switch (step.kind) {
    case 'par':
      return rowsOf(sent, [...clientRules(exchange), ...authorizationRules(exchange)]);
    case 'authorize':
      return rowsOf(sent, authorizeRules(exchange, sent));
    case 'token':
      return rowsOf(sent, [...clientRules(exchange), ...codeRules(exchange, login)]);
    case 'refresh':
    case 'poll':
    case 'ciba':
    case 'headless':
    case 'revocation':
      return rowsOf(sent, clientRules(exchange));
    case 'userinfo':
      return rowsOf({ ...sent, access_token: bearerToken(exchange.headers) }, [
        { name: 'access_token', expected: 'one that the token endpoint gave', fits: isSent },
      ]);
    case 'logout':
      return rowsOf(sent, logoutRules(exchange));
    default:
      return rowsOf(sent, []);
  }
}

function clientRule({ client }: Exchange): Rule {
  return {
    name: 'client_id',
    expected: 'a client that the fake knows',
    fits: () => client !== undefined,
  };
}

/** Of every request by which a client proves who it is. */
function clientRules(exchange: Exchange): readonly Rule[] {
  if (exchange.form['client_assertion'] === undefined) return [clientRule(exchange)];
  return [clientRule(exchange), { name: 'client_assertion_type', ...oneOf([ASSERTION_TYPE]) }];
}

function authorizeRules(exchange: Exchange, sent: Texts): readonly Rule[] {
  if (sent['request_uri'] === undefined)
    return [clientRule(exchange), ...authorizationRules(exchange)];
  return [
    clientRule(exchange),
    {
      name: 'request_uri',
      expected: 'one that was pushed in the last minute, and leads to one login',
      fits: () => exchange.refusal === undefined,
    },
  ];
}

function authorizationRules({ client }: Exchange): readonly Rule[] {
  const signed: Rule = { name: 'request', expected: 'a signed request', fits: isSent };
  return [
    ...(client?.signedRequests === 'required' ? [signed] : []),
    { name: 'redirect_uri', ...oneOf(client?.redirectUris ?? []) },
    { name: 'response_type', ...oneOf(['code']) },
    {
      name: 'scope',
      expected: '`openid`, and what else is wanted',
      fits: (scope) => scope?.split(' ').includes('openid') ?? false,
    },
    {
      name: 'code_challenge',
      expected: 'SHA-256 of the code_verifier, as 43 characters of base64url',
      fits: (challenge) => /^[\w-]{43}$/.test(challenge ?? ''),
    },
    { name: 'code_challenge_method', ...oneOf(['S256']) },
    {
      name: 'acr_values',
      expected: 'acr values that the fake knows, or none for every eID',
      fits: ifSent((values) => values.split(' ').every((acr) => FAKE_ACR_VALUES.includes(acr))),
    },
    {
      name: 'response_mode',
      expected: 'left out, or how the answer comes back',
      fits: ifSent((mode) => RESPONSE_MODES.includes(mode)),
    },
  ];
}

/** The code beside what the login was begun with. */
function codeRules({ form, at }: Exchange, login: LoginTrace): readonly Rule[] {
  const { asked } = login;
  const given = login.steps.find(({ kind, exchange }) => kind === 'return' && exchange.at <= at);
  const uses = login.steps.filter(
    ({ kind, exchange }) =>
      kind === 'token' &&
      exchange.at <= at &&
      exchange.form['code'] === form['code'] &&
      exchange.form !== form &&
      exchange.status === 200,
  );
  const age = given ? at - given.exchange.at : undefined;
  return [
    { name: 'grant_type', expected: 'authorization_code', fits: isSent },
    {
      name: 'code',
      expected:
        age === undefined
          ? 'one that the fake has given'
          : `given to this client ${Math.round(age / 1000)} s ago (${CODE_LIFETIME / 1000} s at most), and used once`,
      fits: () => age !== undefined && age <= CODE_LIFETIME && uses.length === 0,
    },
    {
      name: 'redirect_uri',
      expected: asked['redirect_uri'] ?? 'that of the authorization request',
      fits: (uri) => uri !== undefined && uri === asked['redirect_uri'],
    },
    {
      name: 'code_verifier',
      expected: `hashes to the code_challenge${asked['code_challenge'] === undefined ? '' : ` ${asked['code_challenge']}`}`,
      fits: (verifier) => hashOf(verifier) === asked['code_challenge'],
    },
  ];
}

function logoutRules({ refusal }: Exchange): readonly Rule[] {
  return [
    {
      name: 'post_logout_redirect_uri',
      expected: 'an address that an application has registered',
      fits: () => refusal === undefined,
      judge: 'fake',
    },
  ];
}

function hashOf(verifier: string | undefined): string | undefined {
  return verifier === undefined
    ? undefined
    : createHash('sha256').update(verifier).digest('base64url');
}
