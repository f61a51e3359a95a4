import { describe, expect, it } from '@jest/globals';

import { COMMON_LANGUAGES, type EidProfile } from '../../lib/eid/eid-profile.js';
import { EID_PROFILES } from '../../lib/eid/eids.js';
import { eidOf } from '../../lib/testing/eids/offered-eids.js';
import { TEST_PEOPLE } from '../../lib/testing/eids/people.js';
import { namesInInterfaces } from './declared-names.js';
import { codeOf, codeSpans, page, section, tableRows } from './markdown.js';

const NO_LEVEL = '—';

describe.each(EID_PROFILES.map((profile) => [profile.eid, profile] as const))(
  'docs/eids/%s.md',
  (eid, profile) => {
    const own = page(`docs/eids/${eid}.md`);
    const named = codeSpans(own.text);
    const source = `lib/eid/profiles/${eid}.ts`;

    it('says what the user has as `eid`', () => {
      expect(own.text).toMatch(new RegExp(`^.*\`CriiptoUser.eid\` is \`${eid}\`\\.$`, 'm'));
    });

    it('lists the acr values that exist, each with its level', () => {
      const documented = tableRows(section(own, 'Acr values')).map(([acr, level]) => [
        codeOf(acr),
        level === NO_LEVEL ? undefined : codeOf(level),
      ]);
      expect(documented).toEqual(Object.entries(profile.acrValues));
    });

    it('says which claim is the national id, if one is', () => {
      const row = tableRows(section(own, 'The user')).filter(
        ([member]) => codeOf(member) === 'nationalId',
      );
      const documented = row.flatMap(([, claim = '']) => codeSpans(claim).slice(0, 1));
      expect(documented).toEqual(nationalIdsOf(profile));
    });

    it('names every claim whose type is known', () => {
      const claims = namesInInterfaces(source, 'Claims');
      const isNamed = (claim: string) =>
        named.some((code) => code === claim || code.startsWith(`${claim}.`));
      expect(claims.filter((claim) => !isNamed(claim))).toEqual([]);
    });

    it('names every member of its login hint, and what writes it', () => {
      const hint = section(own, 'Login hint');
      expect(writersOf(profile).filter((writer) => !hint.includes(writer))).toEqual([]);
      const members = namesInInterfaces(source, 'HintMembers');
      expect(members.filter((member) => !codeSpans(hint).some(names(member)))).toEqual([]);
    });

    it('names its scopes and its languages', () => {
      const scopes = profile.scopes ?? [];
      expect(scopes.filter((scope) => !named.some(names(scope)))).toEqual([]);
      const languages = own.text.match(/^- `uiLocales`: .*$/m)?.[0] ?? '';
      const known = profile.languages ? [...profile.languages, ...COMMON_LANGUAGES] : [];
      expect(codeSpans(languages)).toEqual(expect.arrayContaining(known));
    });

    it('names the people who have it at the fake, and no others', () => {
      const people = TEST_PEOPLE.filter((person) => eidOf(person).id === eid).map(({ id }) => id);
      const ids = new Set(TEST_PEOPLE.map(({ id }) => id));
      expect(codeSpans(section(own, 'Test it')).filter((code) => ids.has(code))).toEqual(people);
    });
  },
);

/** Where its national id stands: one with the claims of another eID has that one's. */
function nationalIdsOf({ person, variantOf }: EidProfile): readonly string[] {
  const paths = person?.nationalId ?? profileOf(variantOf?.eid)?.person?.nationalId ?? [];
  return paths.map((path) => path.join('.'));
}

/** The functions that write its hints: its own, or what any eID has. */
function writersOf({ hint, variantOf }: EidProfile): readonly string[] {
  if (hint) return Object.keys(hint).map((name) => `loginHint.${name}`);
  const other = profileOf(variantOf?.eid);
  return other ? writersOf(other) : ['loginHint.any'];
}

function profileOf(name: string | undefined): EidProfile | undefined {
  return EID_PROFILES.find(({ eid }) => eid === name);
}

/** Whether code is a name, by itself or with a value after it. */
function names(name: string): (code: string) => boolean {
  return (code) => code === name || code.startsWith(`${name}:`);
}
