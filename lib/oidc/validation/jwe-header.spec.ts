import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { isEncrypted, readJweHeader } from './jwe-header.js';

const HEADER = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'enc-1' };

const token = (header: object): string =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}.a2V5.aXY.dGV4dA.dGFn`;

const read = (text: string) => readJweHeader(text, 2_000);
const codeOfHeader = (members: object) => codeOf(() => read(token({ ...HEADER, ...members })));

describe('readJweHeader', () => {
  it('gives the name of the key', () => {
    expect(read(token(HEADER))).toEqual({ kid: 'enc-1' });
  });

  it('takes a token that names no key', () => {
    expect(read(token({ ...HEADER, kid: undefined }))).toEqual({ kid: undefined });
  });

  it.each(['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'])('takes %s', (enc) => {
    expect(read(token({ ...HEADER, enc }))).toEqual({ kid: 'enc-1' });
  });

  it.each(['JWT', 'jwt'])('takes the content type %s', (cty) => {
    expect(read(token({ ...HEADER, cty }))).toEqual({ kid: 'enc-1' });
  });

  it('gives nothing else of the header', () => {
    const other = { jku: 'https://evil.example', jwk: {}, x5c: ['MIIC'], p2c: 2 ** 31, typ: 'x' };
    expect(read(token({ ...HEADER, ...other }))).toEqual({ kid: 'enc-1' });
  });

  it.each([
    'RSA-OAEP',
    'RSA-OAEP-384',
    'RSA-OAEP-512',
    'RSA1_5',
    'dir',
    'A256KW',
    'A256GCMKW',
    'ECDH-ES',
    'ECDH-ES+A256KW',
    'PBES2-HS256+A128KW',
    'rsa-oaep-256',
    'none',
    '',
    undefined,
    null,
    ['RSA-OAEP-256'],
  ])('refuses the alg %j', (alg) => {
    expect(codeOfHeader({ alg })).toBe('id_token_decryption_failed');
  });

  it.each([
    'A128GCM',
    'A192GCM',
    'A192CBC-HS384',
    'a256gcm',
    'none',
    '',
    undefined,
    null,
    ['A256GCM'],
    'toString',
  ])('refuses the enc %j', (enc) => {
    expect(codeOfHeader({ enc })).toBe('id_token_decryption_failed');
  });

  it.each([
    { zip: 'DEF' },
    { zip: '' },
    { zip: null },
    { crit: ['zip'] },
    { crit: [] },
    { cty: 'json' },
    { cty: 1 },
    { kid: 1 },
    { kid: null },
    { kid: ['enc-1'] },
    { kid: 'a\nb' },
    { kid: 'x'.repeat(513) },
  ])('refuses %j', (members) => {
    expect(codeOfHeader(members)).toBe('id_token_decryption_failed');
  });

  it.each([
    ['a signed token', 'e30.e30.c2ln'],
    ['nothing', ''],
    ['four segments', 'e30.a.a.a'],
    ['six segments', 'e30.a.a.a.a.a'],
  ])('says of %s that it is not encrypted', (_, text) => {
    expect(codeOf(() => read(text))).toBe('id_token_not_encrypted');
  });

  it.each([
    ['padding', `${token(HEADER)}=`],
    ['a line break', `${token(HEADER)}\n`],
    ['a segment of nothing', token(HEADER).replace('a2V5', '')],
    ['a header that is no object', token([])],
    ['a header that is no JSON', `e3t9.a2V5.aXY.dGV4dA.dGFn`],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => read(text))).toBe('id_token_malformed');
  });

  it('refuses what is too large before it looks at it', () => {
    expect(codeOf(() => read('.'.repeat(2_001)))).toBe('id_token_too_large');
  });
});

describe('isEncrypted', () => {
  it.each([
    [token(HEADER), true],
    ['e30.e30.c2ln', false],
    ['', false],
  ])('of %s is %p', (text, is) => {
    expect(isEncrypted(text)).toBe(is);
  });
});
