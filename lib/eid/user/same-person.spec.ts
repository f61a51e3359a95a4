import { describe, expect, it } from '@jest/globals';

import { isSamePerson, type Person, personFingerprints } from './same-person.js';

const person = (members: Partial<Person> = {}): Person => ({
  issuer: 'https://acme.criipto.id',
  sub: '{11111111-1111-4111-8111-111111111111}',
  nationalId: undefined,
  claims: {},
  ...members,
});

describe('isSamePerson', () => {
  const uuid = { claims: { uuid: 'd1a5cb8e' } };

  it.each<[string, Person, Person]>([
    ['the same subject', person(), person({ nationalId: '1204859990' })],
    ['the same MitID person under another subject', person(uuid), person({ ...uuid, sub: '{2}' })],
    [
      'the same person of Norwegian BankID under another subject',
      person({ claims: { uniqueuserid: '9578-6000-4-1' } }),
      person({ claims: { uniqueuserid: '9578-6000-4-1' }, sub: '{2}' }),
    ],
    [
      'the same national id under another subject',
      person({ nationalId: '190188-999A' }),
      person({ nationalId: '190188-999A', sub: '{2}' }),
    ],
  ])('knows %s', (_what, before, after) => {
    expect(isSamePerson(personFingerprints(before), after)).toBe(true);
  });

  it.each<[string, Person, Person]>([
    ['another subject', person(), person({ sub: '{2}' })],
    ['the same subject at another issuer', person(), person({ issuer: 'https://b.criipto.id' })],
    ['another MitID person', person(uuid), person({ claims: { uuid: 'x' }, sub: '{2}' })],
    [
      'a MitID person whose uuid is spelled as the id of a Norwegian',
      person(uuid),
      person({ claims: { uniqueuserid: 'd1a5cb8e' }, sub: '{2}' }),
    ],
    ['a subject that is spelled as a uuid', person(uuid), person({ sub: 'd1a5cb8e' })],
    [
      'an empty uuid',
      person({ claims: { uuid: '' } }),
      person({ claims: { uuid: '' }, sub: '{2}' }),
    ],
  ])('does not take %s for the same', (_what, before, after) => {
    expect(isSamePerson(personFingerprints(before), after)).toBe(false);
  });

  it('shows nothing of what a mark is made of', () => {
    const marks = personFingerprints(person({ nationalId: '1204859990', ...uuid }));
    expect(marks).toHaveLength(3);
    expect(marks.join()).toMatch(/^[\w-]{22},[\w-]{22},[\w-]{22}$/);
    expect(marks.join()).not.toContain('1204859990');
  });
});
