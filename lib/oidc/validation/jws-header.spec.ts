import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { decodeSegment, readJwtHeader } from './jws-header.js';

const segment = (content: unknown): string =>
  Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString(
    'base64url',
  );

const token = (header: unknown): string => `${segment(header)}.${segment({})}.c2ln`;

const read = (text: string): ReturnType<typeof readJwtHeader> =>
  readJwtHeader(text, { alg: 'RS256', maxSize: 1000 });

describe('readJwtHeader', () => {
  it('gives the name of the key', () => {
    expect(read(token({ alg: 'RS256', kid: 'one' }))).toEqual({ kid: 'one' });
  });

  it('takes a token that names no key', () => {
    expect(read(token({ alg: 'RS256' }))).toEqual({ kid: undefined });
  });

  it.each(['JWT', 'jwt'])('takes the type %s', (typ) => {
    expect(read(token({ alg: 'RS256', typ }))).toEqual({ kid: undefined });
  });

  it('gives nothing else of the header, such as a key to trust', () => {
    const header = {
      alg: 'RS256',
      kid: 'one',
      jku: 'https://evil.example/jwks',
      x5u: 'https://evil.example/cert',
      jwk: { kty: 'RSA' },
      x5c: ['MIIC'],
    };
    expect(read(token(header))).toEqual({ kid: 'one' });
  });
});

describe('readJwtHeader refuses an algorithm', () => {
  it.each([
    'none',
    'None',
    'nOnE',
    'NONE',
    '',
    'HS256',
    'rs256',
    'RS384',
    'PS256',
    'ES256',
    'ES256K',
    'EdDSA',
    undefined,
    null,
    256,
    ['RS256'],
    { alg: 'RS256' },
  ])('%p', (alg) => {
    expect(codeOf(() => read(token({ alg })))).toBe('id_token_algorithm_unexpected');
  });
});

describe('readJwtHeader takes the form of a token for more than what it says:', () => {
  it.each([
    ['two segments', (text: string) => text.slice(0, text.lastIndexOf('.'))],
    ['four', (text: string) => `${text}.c2ln`],
    ['five', (text: string) => `${text}.c2ln.c2ln`],
  ])('%s are malformed, whatever the algorithm', (_what, cut) => {
    expect(codeOf(() => read(cut(token({ alg: 'none' }))))).toBe('id_token_malformed');
  });

  it('but one without a signature is one with another algorithm', () => {
    const unsecured = token({ alg: 'none' }).replace('c2ln', '');
    expect(codeOf(() => read(unsecured))).toBe('id_token_algorithm_unexpected');
  });
});

describe('readJwtHeader refuses the type of', () => {
  it.each([
    'at+jwt',
    'logout+jwt',
    'dpop+jwt',
    'secevent+jwt',
    'client-authentication+jwt',
    'oauth-authz-req+jwt',
    'application/at+jwt',
    '',
    null,
    1,
    ['JWT'],
  ])('%p', (typ) => {
    expect(codeOf(() => read(token({ alg: 'RS256', typ })))).toBe('id_token_type_unexpected');
  });
});

describe('readJwtHeader refuses as malformed', () => {
  const header = segment({ alg: 'RS256' });

  it.each([
    ['nothing', ''],
    ['no dots', header],
    ['two segments', `${header}.e30`],
    ['four segments', `${header}.e30.c2ln.c2ln`],
    ['five segments, an encrypted token', `${header}.e30.c2ln.c2ln.c2ln`],
    ['no signature', `${header}.e30.`],
    ['no payload', `${header}..c2ln`],
    ['padding', `${header}.e30=.c2ln`],
    ['the other base64 alphabet', `${header}.e30.c2+/`],
    ['a letter that says more than it encodes', `${header}.e30.c2lnbmVkc2lnbmVkA1`],
    ['white space before', ` ${header}.e30.c2ln`],
    ['a line break after', `${header}.e30.c2ln\n`],
    ['JSON serialization', '{"payload":"e30","protected":"e30","signature":"c2ln"}'],
    ['a header that is no JSON', `${segment('{alg:RS256}')}.e30.c2ln`],
    ['a header that is a list', `${segment([])}.e30.c2ln`],
    ['a header that is null', `${segment('null')}.e30.c2ln`],
    ['a header that is a text', `${segment('"RS256"')}.e30.c2ln`],
    ['a header in UTF-16', `${Buffer.from('{}', 'utf16le').toString('base64url')}.e30.c2ln`],
  ])('%s', (_, text) => {
    expect(codeOf(() => read(text))).toBe('id_token_malformed');
  });

  it.each([
    ['an extension', { crit: ['exp'] }],
    ['an empty list of extensions', { crit: [] }],
    ['extensions that are no list', { crit: 'b64' }],
    ['an unencoded payload', { b64: false, crit: ['b64'] }],
    ['b64 without crit', { b64: true }],
  ])('%s', (_, members) => {
    expect(codeOf(() => read(token({ alg: 'RS256', ...members })))).toBe('id_token_malformed');
  });

  it.each([null, 1, ['one'], { kid: 'one' }, true])('a key named by %p', (kid) => {
    expect(codeOf(() => read(token({ alg: 'RS256', kid })))).toBe('id_token_malformed');
  });

  it.each([
    ['a control character', 'a\0'],
    ['a line end', 'a\nb'],
    ['a direction that changes', 'a\u202Eb'],
    ['half of a character', '\uD83D'],
    ['more than 512 characters', 'x'.repeat(513)],
  ])('a key whose name has %s, and fetches none for it', (_what, kid) => {
    expect(codeOf(() => read(token({ alg: 'RS256', kid })))).toBe('id_token_key_unknown');
  });

  it('no key whose name is only long, or in another script', () => {
    for (const kid of ['x'.repeat(512), 'nøgle 🔑', ''])
      expect(read(token({ alg: 'RS256', kid }))).toEqual({ kid });
  });
});

describe('readJwtHeader bounds the size of a token', () => {
  const sized = (size: number): string => {
    const front = `${segment({ alg: 'RS256' })}.`;
    return `${front}${'A'.repeat(size - front.length - 5)}.c2ln`;
  };

  it('takes the largest', () => {
    expect(read(sized(1000))).toEqual({ kid: undefined });
  });

  it('refuses one byte more', () => {
    expect(codeOf(() => read(sized(1001)))).toBe('id_token_too_large');
  });
});

describe('decodeSegment', () => {
  it('gives the object that a segment holds', () => {
    expect(decodeSegment(segment({ name: 'Asta Prøvesen' }))).toEqual({ name: 'Asta Prøvesen' });
  });

  it('reaches no prototype', () => {
    const claims = decodeSegment(segment('{"__proto__":{"alg":"RS256"},"constructor":1}'));
    expect(Object.getPrototypeOf(claims)).toBe(Object.getPrototypeOf({}));
    expect(claims['alg']).toBeUndefined();
  });

  it.each([
    ['half a character', Buffer.from('{"name":"\u00c3"}', 'latin1')],
    ['half of a pair', Buffer.from('{"name":"\u00ed\u00a0\u0080"}', 'latin1')],
    ['a mark before it', Buffer.from('\uFEFF{}')],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
  ])('refuses text with %s', (_, bytes) => {
    expect(codeOf(() => decodeSegment(bytes.toString('base64url')))).toBe('id_token_malformed');
  });

  it.each(['[]', 'null', '1', '"text"', 'true', '', '{'])('refuses %p', (text) => {
    expect(codeOf(() => decodeSegment(segment(text)))).toBe('id_token_malformed');
  });
});
