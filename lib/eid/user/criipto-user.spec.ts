import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { instanceToPlain, plainToInstance } from 'class-transformer';

import { secondCopy } from '../../../test/support/second-copy.js';
import { CriiptoUser, type CriiptoUserFields } from './criipto-user.js';

const fields: CriiptoUserFields = {
  sub: '{11111111-aaaa-4aaa-8aaa-000000000001}',
  issuer: 'https://acme.criipto.id',
  eid: 'mitid',
  acr: 'urn:grn:authn:dk:mitid:substantial',
  level: 'substantial',
  authenticatedAt: new Date('2026-09-21T14:13:20Z'),
  name: 'Asta Prøvesen',
  nationalId: '0107901234',
  claims: { uuid: 'secret-uuid' },
};

describe('CriiptoUser', () => {
  const user = new CriiptoUser(fields);

  it('gives the national id and the claims to who asks for them', () => {
    expect(user.nationalId).toBe('0107901234');
    expect(user.claims['uuid']).toBe('secret-uuid');
  });

  it.each<[string, (user: CriiptoUser) => string]>([
    ['JSON.stringify', (shown) => JSON.stringify(shown)],
    ['JSON.stringify of a list', (shown) => JSON.stringify([{ shown }])],
    ['util.inspect', (shown) => inspect(shown)],
    [
      'util.inspect of everything',
      (shown) => inspect(shown, { showHidden: true, depth: 10, getters: true }),
    ],
    [
      'util.inspect of everything around it',
      (shown) => inspect({ shown }, { showHidden: true, depth: 10, getters: true }),
    ],
    [
      'util.inspect of everything, without our own',
      (shown) => inspect(shown, { showHidden: true, depth: 10, customInspect: false }),
    ],
    ['a spread', (shown) => inspect({ ...shown }, { showHidden: true, depth: 10, getters: true })],
    [
      'Object.assign',
      (shown) => inspect(Object.assign({}, shown), { showHidden: true, depth: 10 }),
    ],
    [
      'structuredClone',
      (shown) => inspect(structuredClone(shown), { showHidden: true, depth: 10 }),
    ],
    ['its own keys', (shown) => Reflect.ownKeys(shown).join()],
    ['a template', (shown) => String(shown)],
  ])('hides both from %s', (_how, show) => {
    const shown = show(user);
    expect(shown).not.toContain('0107901234');
    expect(shown).not.toContain('secret-uuid');
  });

  it('shows the rest', () => {
    expect(JSON.parse(JSON.stringify(user))).toEqual({
      sub: '{11111111-aaaa-4aaa-8aaa-000000000001}',
      issuer: 'https://acme.criipto.id',
      eid: 'mitid',
      acr: 'urn:grn:authn:dk:mitid:substantial',
      level: 'substantial',
      authenticatedAt: '2026-09-21T14:13:20.000Z',
      name: 'Asta Prøvesen',
    });
    expect(inspect(user)).toMatch(/^CriiptoUser \{\n {2}sub: '\{11111111/);
  });

  it('reveals everything when told to', () => {
    expect(user.reveal()).toEqual(fields);
  });

  it('reveals what makes the same user again', () => {
    expect(new CriiptoUser(user.reveal()).reveal()).toEqual(user.reveal());
  });

  it('has no property for what the eID did not tell', () => {
    const { name: _name, nationalId: _nationalId, ...rest } = fields;
    const anonymous = new CriiptoUser(rest);
    expect(anonymous).not.toHaveProperty('name');
    expect(anonymous.nationalId).toBeUndefined();
    expect(anonymous.reveal()).not.toHaveProperty('nationalId');
  });

  it('keeps its own claims, which nobody can change', () => {
    const claims: Record<string, unknown> = { role: 'reader' };
    const reader = new CriiptoUser({ ...fields, claims });
    claims['role'] = 'admin';
    expect(Reflect.set(reader.claims, 'role', 'admin')).toBe(false);
    expect(reader.claims['role']).toBe('reader');
    expect(Object.getPrototypeOf(reader.claims)).toBeNull();
  });
});

describe('a CriiptoUser that class-transformer makes', () => {
  it('has what a user shows, and nothing of what one hides', () => {
    const made = plainToInstance(CriiptoUser, fields);
    expect(made).toBeInstanceOf(CriiptoUser);
    expect([made.nationalId, made.claims]).toEqual([undefined, {}]);
    const { nationalId: _nationalId, claims: _claims, ...shown } = fields;
    expect(instanceToPlain(made)).toEqual(shown);
  });

  it('is the same again, of a user', () => {
    const user = new CriiptoUser(fields);
    expect(JSON.stringify(plainToInstance(CriiptoUser, user))).toBe(JSON.stringify(user));
  });
});

describe('a CriiptoUser of another copy of the package', () => {
  it('is one here, and hides as much', async () => {
    const other = await secondCopy(() => import('./criipto-user.js'));
    expect(other.CriiptoUser).not.toBe(CriiptoUser);
    const user: unknown = new other.CriiptoUser(fields);
    expect(user instanceof CriiptoUser && user.claims['uuid']).toBe('secret-uuid');
    expect(JSON.stringify(user)).not.toContain('secret-uuid');
  });

  it('is not what has no more than the members of one', () => {
    const lookalike: unknown = { ...fields };
    expect(lookalike instanceof CriiptoUser).toBe(false);
  });
});
