import { decodeJwt } from '../../model/decode-jwt.js';
import type { Exchange } from '../../model/exchange.js';
import { OWN_CLAIMS } from '../request-parameters.js';
import { textOfMember } from './moments.js';
import { isSent, type Row, type Rule, rowsOf } from './row.js';
import { isSignedBy } from './signature.js';

const TYPE = 'oauth-authz-req+jwt';
const LONGEST = 600;
/** What is about the signed request itself; its other claims are parameters. */
const OWN = ['alg', 'kid', 'typ', ...OWN_CLAIMS];

/** A signed authorization request (RFC 9101), each claim that is about itself beside what was expected. */
export function explainRequestObject(exchange: Exchange, issuer: string): readonly Row[] {
  const jwt = exchange.form['request'] ?? exchange.query['request'];
  const decoded = decodeJwt(jwt);
  if (jwt === undefined || !decoded) return [];
  const members = { ...decoded.header, ...decoded.claims };
  const sent = Object.fromEntries(OWN.map((name) => [name, textOfMember(name, members[name])]));
  const signer = exchange.keys?.find((key) => isSignedBy(jwt, members['alg'], key));
  const signature = signer ? 'of a published key' : 'of no published key';
  const lifetime = Number(members['exp']) - Number(members['iat']);
  return rowsOf({ ...sent, signature }, [
    { name: 'signature', expected: 'of a published key', fits: () => signer !== undefined },
    ...rulesOf(exchange, issuer),
    {
      name: 'exp',
      expected: `at most ${LONGEST} s after \`iat\``,
      fits: () => lifetime <= LONGEST,
      judge: 'fake',
    },
  ]);
}

function rulesOf({ clientId = 'the client id' }: Exchange, issuer: string): readonly Rule[] {
  const judge = 'fake';
  return [
    { name: 'typ', expected: TYPE, fits: (typ) => typ === TYPE, judge },
    { name: 'kid', expected: 'the name of the key', fits: isSent, judge },
    { name: 'iss', expected: clientId, fits: (iss) => iss === clientId, judge },
    {
      name: 'aud',
      expected: `${issuer}, as one string`,
      fits: (aud) => aud === issuer,
      judge,
    },
    {
      name: 'sub',
      expected: 'left out: with it, this would be a client assertion (RFC 9101 section 10.8)',
      fits: (sub) => sub === undefined,
      judge,
    },
    { name: 'jti', expected: 'a name of its own', fits: isSent, judge },
    { name: 'iat', expected: 'when it was made', fits: isSent, judge },
  ];
}
