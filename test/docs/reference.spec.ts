import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type ts from 'typescript';

import { runCli } from '../../lib/cli/run.js';
import { ERROR_CODES } from '../../lib/errors/error-codes.js';
import { resolveRoutes } from '../../lib/options/sections/routes-options.js';
import { type DeclaredMember, declaredMembers } from './declared-members.js';
import { codeOf, page, pages, ROOT, section, tableRows } from './markdown.js';
import { createProgram } from './typescript.js';

const OPTIONS = join(ROOT, 'lib/options/criipto-auth-options.ts');
const EXTRAS = join(ROOT, 'lib/criipto-auth.module-definition.ts');
const EVENTS = join(ROOT, 'lib/events/auth-events.ts');

let program: ts.Program;

beforeAll(() => {
  program = createProgram([OPTIONS, EXTRAS, EVENTS], new Map());
}, 120_000);

describe('docs/reference/options.md', () => {
  const rows = tableRows(page('docs/reference/options.md').text);

  it('lists the options that exist, each with its type and its default', () => {
    const documented = rows.map(([name, type, , byDefault = '']) => ({
      name: codeOf(name),
      type: codeOf(type),
      default: byDefault.replaceAll('`', ''),
    }));
    const existing = options().map(({ name, member }) => ({
      name,
      type: member.type,
      default: defaultOf(member),
    }));
    expect(sorted(documented)).toEqual(sorted(existing));
  });

  it('says what each of them does, and a number of what it is', () => {
    const unclear = rows.filter(
      ([, type, unit = '', , meaning = '']) =>
        meaning === '' || (codeOf(type) === 'number' && unit === ''),
    );
    expect(unclear).toEqual([]);
  });
});

describe('docs/reference/errors.md', () => {
  const rows = tableRows(page('docs/reference/errors.md').text);

  it('lists the codes that exist, each with its status and whether to try again', () => {
    const documented = rows.map(([code, status, retryable]) => [
      codeOf(code),
      { status: Number(status), retryable: retryable === 'yes' },
    ]);
    expect(documented.length).toBe(Object.keys(ERROR_CODES).length);
    expect(Object.fromEntries(documented)).toEqual(ERROR_CODES);
  });

  it('says what each of them means and what to do', () => {
    expect(rows.filter(([, , , meaning, advice]) => !meaning || !advice)).toEqual([]);
  });
});

describe('docs/reference/routes.md', () => {
  it('lists the routes that exist, each with its path', () => {
    const documented = tableRows(section(page('docs/reference/routes.md'), 'Overview')).map(
      ([name, , path]) => [codeOf(name), codeOf(path)],
    );
    const all = resolveRoutes({ backchannelLogout: true });
    const existing = Object.entries(all).map(([name, route]) => [name, route?.path]);
    expect(documented).toEqual(existing);
  });
});

describe('docs/reference/events.md', () => {
  it('lists the events that exist, each with what it tells', () => {
    const documented = tableRows(page('docs/reference/events.md').text).map(
      ([name, payload = '']) => [
        codeOf(name),
        [...payload.matchAll(/`(\w+)`/g)].map(([, member]) => member),
      ],
    );
    const existing = declaredMembers(program, EVENTS, 'AuthEventMap').map(({ name, members }) => [
      name,
      members.map((member) => member.name),
    ]);
    expect(documented).toEqual(existing);
  });
});

describe('docs/reference/cli.md', () => {
  const cli = page('docs/reference/cli.md');
  const documented = [...cli.text.matchAll(/^## `criipto-auth (.*)`$/gm)].map(([, name]) => name);

  it('has the commands that exist', async () => {
    const listed = await output('--help');
    const existing = [...listed.matchAll(/^ {2}(\S+(?: \S+)*) {2,}/gm)].map(([, name]) => name);
    expect(documented).toEqual(existing);
  });

  it('is called in every page so that npx runs nothing but what is installed', () => {
    const calls = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/npx .*?criipto-auth/g)].map(([call]) => [path, call]),
    );
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter(([, call]) => call !== 'npx --no criipto-auth')).toEqual([]);
  });

  it.each(documented)('has every option of %s, and no other', async (name = '') => {
    const usage = await output(...name.split(' '), '--help');
    expect(flagsIn(section(cli, `criipto-auth ${name}`))).toEqual(flagsIn(usage));
  });
});

describe('README.md', () => {
  const readme = page('README.md');

  it.each(['npm ci && npm start', 'npm ci && npm test'])('has the command "%s"', (command) => {
    expect(readme.text).toContain(command);
  });

  it('names no option that does not exist', () => {
    const documented = tableRows(section(readme, 'Options')).flatMap(([names = '']) =>
      names.split(', ').map(codeOf),
    );
    const sections = options().flatMap(({ name }) => name.split('.').slice(0, -1));
    const existing = [...options().map(({ name }) => name), ...sections];
    expect(documented.length).toBeGreaterThan(0);
    expect(documented.filter((name) => !existing.includes(name))).toEqual([]);
  });
});

interface Option {
  readonly name: string;
  readonly member: DeclaredMember;
}

function options(): readonly Option[] {
  return [
    ...declaredMembers(program, OPTIONS, 'CriiptoAuthOptions'),
    ...declaredMembers(program, EXTRAS, 'CriiptoAuthModuleExtras'),
  ].flatMap((member) => leaves('', member));
}

function leaves(path: string, member: DeclaredMember): readonly Option[] {
  const name = `${path}${member.name}`;
  if (member.members.length === 0) return [{ name, member }];
  return member.members.flatMap((inner) => leaves(`${name}.`, inner));
}

function defaultOf({ isOptional, default: byDefault }: DeclaredMember): string {
  return isOptional ? (byDefault?.replaceAll('`', '') ?? '—') : 'required';
}

function sorted<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function output(...args: readonly string[]): Promise<string> {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  await runCli(args, { stdout: stream, stderr: stream, env: {} });
  return written.join('');
}

/** Those of ours: `--no` is npx's. */
function flagsIn(text: string): readonly string[] {
  return [...new Set(text.replaceAll('npx --no ', '').match(/--[a-z][a-z-]*/g))]
    .filter((flag) => flag !== '--help')
    .toSorted();
}
