import { decodeJwt } from '../../model/decode-jwt.js';
import type { Exchange } from '../../model/exchange.js';
import { isFromFuture, LARGEST_ADVANCE } from '../../model/issued-at.js';
import { nameOfKey, type PublishedKey } from '../../model/published-key.js';
import { distance, textOfMember } from './moments.js';
import { isSent, type Row, type Rule, rowsOf } from './row.js';
import { isSignedBy } from './signature.js';

/** A client assertion taken apart, with the key that it was checked against. */
export interface ExplainedAssertion {
  readonly rows: readonly Row[];
  /** The published keys; first the one that is meant, if one is. */
  readonly keys: readonly ExplainedKey[];
}

export interface ExplainedKey {
  readonly key: PublishedKey;
  readonly isMeant: boolean;
  readonly hasSigned: boolean;
}

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const LONGEST = 300;
/** As much as the clocks may differ. */
const TOLERANCE = 5;

/** @param isNew whether its jti has not come before, as far as is remembered. */
export function explainAssertion(
  exchange: Exchange,
  issuer: string,
  isNew: boolean,
): ExplainedAssertion | undefined {
  const jwt = exchange.form['client_assertion'];
  const decoded = decodeJwt(jwt);
  if (jwt === undefined || !decoded) return undefined;
  const { header, claims } = decoded;
  const keys = explainedKeys(jwt, header, exchange.keys ?? []);
  const sent = { ...textsOf(header), ...textsOf(claims), signature: signerOf(keys) };
  const rules = [
    ...headerRules(keys, exchange),
    ...claimRules(exchange, issuer, claims),
    { name: 'jti', expected: 'one that was never used before', fits: (s) => isSent(s) && isNew },
  ] satisfies readonly Rule[];
  return { rows: rowsOf(sent, rules), keys };
}

function explainedKeys(
  jwt: string,
  { alg, kid }: Readonly<Record<string, unknown>>,
  published: readonly PublishedKey[],
): readonly ExplainedKey[] {
  return published
    .map((key) => ({
      key,
      isMeant: kid === undefined ? published.length === 1 : key['kid'] === kid,
      hasSigned: isSignedBy(jwt, alg, key),
    }))
    .toSorted((a, b) => Number(b.isMeant) - Number(a.isMeant));
}

function signerOf(keys: readonly ExplainedKey[]): string {
  const signer = keys.find(({ hasSigned }) => hasSigned);
  if (!signer) return keys.length === 0 ? 'not checked: there are no keys' : 'of no published key';
  return `of the published key ${nameOfKey(signer.key)}`;
}

function headerRules(keys: readonly ExplainedKey[], { client }: Exchange): readonly Rule[] {
  const kids = keys.map(({ key }) => nameOfKey(key));
  const isPublished = (kid: string | undefined) => kid !== undefined && kids.includes(kid);
  return [
    {
      name: 'alg',
      expected: ALGORITHMS.join(', '),
      fits: (alg) => ALGORITHMS.includes(alg ?? ''),
    },
    {
      name: 'kid',
      expected: kids.length === 0 ? 'a published key' : `a published key: ${kids.join(', ')}`,
      fits: (kid) => isPublished(kid) || (kid === undefined && !client?.ftn),
      judge: client?.ftn ? 'fake' : 'oidc-provider',
    },
    {
      name: 'signature',
      expected: 'made with the private half of the key that `kid` names',
      fits: () => keys.some(({ isMeant, hasSigned }) => isMeant && hasSigned),
    },
  ];
}

function claimRules(
  { at, clientId = 'the client id' }: Exchange,
  issuer: string,
  { exp, iat }: Readonly<Record<string, unknown>>,
): readonly Rule[] {
  const left = Number(exp) * 1000 - at;
  const lifetime = Number(exp) - Number(iat);
  const isClient = (sent: string | undefined) => sent === clientId;
  return [
    { name: 'iss', expected: clientId, fits: isClient },
    { name: 'sub', expected: `${clientId}, as \`iss\``, fits: isClient, judge: 'fake' },
    {
      name: 'aud',
      expected: `${issuer}, as one string`,
      fits: (aud) => aud === issuer,
      judge: 'fake',
    },
    {
      name: 'iat',
      expected: `when it was made, and at most ${LARGEST_ADVANCE} s ahead`,
      fits: () => typeof iat === 'number' && !isFromFuture(iat, at),
      judge: 'fake',
    },
    {
      name: 'exp',
      expected: Number.isNaN(left)
        ? `not over yet, and at most ${LONGEST} s after \`iat\``
        : `not over yet (it ends ${distance(left)}), and at most ${LONGEST} s after \`iat\``,
      fits: () => left > -TOLERANCE * 1000 && !(lifetime > LONGEST),
    },
    ...notBefore(at),
  ];
}

/** Nobody needs it, but who sends it is held to it. */
function notBefore(at: number): readonly Rule[] {
  const begins = (sent: string) => Number.parseInt(sent, 10) * 1000 <= at + TOLERANCE * 1000;
  return [
    {
      name: 'nbf',
      expected: 'not in the future; best left out',
      fits: (sent) => sent === undefined || begins(sent),
    },
  ];
}

function textsOf(members: Readonly<Record<string, unknown>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, textOfMember(name, value)]),
  );
}
