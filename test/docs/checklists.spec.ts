import { existsSync, readdirSync } from 'node:fs';
import { basename, join, posix } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { EID_PROFILES } from '../../lib/eid/eids.js';
import { resolveRoutes } from '../../lib/options/sections/routes-options.js';
import { namesInConstant, namesInUnion } from './declared-names.js';
import { codeOf, codeSpans, linkTargets, page, ROOT, section, tableRows } from './markdown.js';

// That a fake mirrors each profile, or why it does not: lib/testing/eids/eids.spec.ts. That each option has
// its line: reference.spec.ts.

const checklists = section(page('CONTRIBUTING.md'), 'How something is added');

const eids = EID_PROFILES.map(({ eid }) => eid);
const sections = filesIn('lib/options/sections').flatMap(
  (file) => /^(?<name>.*)-options\.ts$/.exec(basename(file))?.groups?.['name'] ?? [],
);
const keySources = namesInConstant('lib/keys/sources/key-source.ts', 'SOURCES');
const routes = namesInConstant('lib/criipto-auth.module.ts', 'CONTROLLERS');

/** Controllers that stand beside the rest of their feature, and why. */
const OUTSIDE_ROUTES: Readonly<Record<string, string>> = {
  'client-assertion/jwks.controller.ts': 'it is the only file of its feature that knows of HTTP',
};

const controllers = filesIn('lib')
  .filter((file) => file.endsWith('.controller.ts'))
  .map((file) => file.slice('lib/'.length));

/** What stands in the checklists for each of its kind. */
const PLACEHOLDERS: Readonly<Record<string, readonly string[]>> = {
  '<eid>': eids,
  '<section>': sections,
  '<name>': keySources,
  '<feature>': [
    ...new Set(
      controllers
        .filter((file) => !(file in OUTSIDE_ROUTES))
        .map((file) => `lib/${posix.dirname(file).replace(/\/routes$/, '')}`),
    ),
  ],
};

describe('the checklists of CONTRIBUTING.md', () => {
  it('are those of an eID, an option, a key source and a route', () => {
    const titles = [...checklists.matchAll(/^\*\*(.*)\*\*$/gm)].map(([, title]) => title);
    expect(titles).toEqual(['An eID', 'An option', 'A key source', 'A route']);
  });

  it('name files of each kind', () => {
    const named = Object.keys(PLACEHOLDERS).filter((each) => checklists.includes(each));
    expect(named).toEqual(['<eid>', '<section>', '<name>', '<feature>']);
    expect(Object.values(PLACEHOLDERS).filter((names) => names.length === 0)).toEqual([]);
  });

  it.each(pathsIn(checklists))('name what exists: %s', (path) => {
    expect(filled(path).filter((each) => !existsSync(join(ROOT, each)))).toEqual([]);
  });
});

describe('each eID', () => {
  it('has a page, and there is no other', () => {
    const pages = filesIn('docs/eids').map((file) => basename(file, '.md'));
    expect(pages.toSorted()).toEqual([...eids, 'README'].toSorted());
  });

  it('has a line in the list of pages', () => {
    const listed = tableRows(page('docs/eids/README.md').text).map(
      ([link = '', eid]) => `${linkTargets(link).join()} ${codeOf(eid)}`,
    );
    expect(listed.toSorted()).toEqual(eids.map((eid) => `${eid}.md ${eid}`).toSorted());
  });
});

describe('each section of options', () => {
  const names = tableRows(page('docs/reference/options.md').text).map(([name]) => codeOf(name));

  it.each(sections)('has lines in the reference: %s', (file) => {
    const name = file.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
    expect(names.filter((each) => each === name || each.startsWith(`${name}.`))).not.toEqual([]);
  });
});

describe('each key source', () => {
  const guide = tableRows(section(page('docs/guides/keys.md'), 'Where the key comes from'));
  const shown = guide.flatMap(([cell = '']) => codeSpans(cell));

  it('is a member of KeysOptions, and there is no other', () => {
    const members = namesInUnion('lib/keys/sources/keys-options.ts', 'KeysOptions');
    expect(members.toSorted()).toEqual(keySources.toSorted());
  });

  it.each(keySources)('is in the guide: %s', (name) => {
    expect(shown.filter((code) => new RegExp(`^\\{ ${name}\\b`).test(code))).toHaveLength(1);
  });
});

describe('each route', () => {
  const { text } = page('docs/reference/routes.md');
  const listed = tableRows(section(page('docs/reference/routes.md'), 'Overview'));

  it('has a controller, and there is no other', () => {
    expect(controllers).toHaveLength(routes.length);
    expect(controllers).toEqual(expect.arrayContaining(Object.keys(OUTSIDE_ROUTES)));
  });

  it.each(routes)('has a default path: %s', (name) => {
    const resolved = Object.entries(resolveRoutes({ [name]: true }));
    expect(resolved).toContainEqual([name, { path: expect.stringMatching(/^\//), mount: true }]);
  });

  it.each(routes)('is told of in the reference: %s', (name) => {
    expect(listed.filter(([cell]) => codeOf(cell) === name)).toHaveLength(1);
    expect(text).toMatch(new RegExp(`^## ${name}$`, 'm'));
  });
});

/** The source files and pages in a folder, and within it. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => /\.(?:ts|md)$/.test(file) && !file.endsWith('.spec.ts'));
}

/** What stands there as the path of a file or of a folder. */
function pathsIn(markdown: string): readonly string[] {
  const named = [...codeSpans(markdown), ...linkTargets(markdown)];
  return [...new Set(named.filter((text) => /^[\w<][\w<>./-]*\/[\w<>.-]*$/.test(text)))];
}

/** One path for each of its kind. */
function filled(path: string): readonly string[] {
  const placeholder = /<\w+>/.exec(path)?.[0];
  if (placeholder === undefined) return [path];
  const names = PLACEHOLDERS[placeholder];
  if (!names) throw new Error(`Nothing is known of ${placeholder}`);
  return names.map((name) => path.replaceAll(placeholder, name));
}
