import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const PLACES = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docs', 'sample'];

/** A page of the documentation. `path` is relative to the repository, with forward slashes. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export interface CodeBlock {
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
}

/** Every page that people read. */
export function pages(): readonly Page[] {
  return PLACES.flatMap((place) => markdownIn(join(ROOT, place)))
    .map((file) => relative(ROOT, file).split(sep).join('/'))
    .map(page);
}

export function page(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

export function codeBlocks({ text }: Page, language: string): readonly CodeBlock[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => ({
      line: text.slice(0, match.index).split('\n').length + 1,
      code: match[1] ?? '',
    }),
  );
}

/** The rows of every table, cell by cell, without heads. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const rows = withoutCode(markdown)
    .split('\n')
    .map((line) => (line.startsWith('|') ? cells(line) : undefined));
  const isRule = (index: number) => rows[index]?.every((cell) => /^:?-+:?$/.test(cell)) ?? false;
  return rows.flatMap((row, index) => (row && !isRule(index) && !isRule(index + 1) ? [row] : []));
}

/** The text under a heading, down to the next heading of its rank. */
export function section({ text }: Page, heading: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && titleOf(line) === heading);
  const rank = lines[start]?.indexOf(' ') ?? 0;
  const end = lines.findIndex(
    (line, index) => index > start && /^#+ /.test(line) && line.indexOf(' ') <= rank,
  );
  return start < 0 ? '' : lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The names by which GitHub lets one link to the headings of a page. */
export function anchors({ text }: Page): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of withoutCode(text).split('\n')) {
    if (!/^#{1,6} /.test(line)) continue;
    const slug = titleOf(line)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let name = slug;
    for (let copy = 1; found.has(name); copy += 1) name = `${slug}-${copy}`;
    found.add(name);
  }
  return found;
}

/** Links that stay within the repository. */
export function ownLinks({ text }: Page): readonly string[] {
  return linkTargets(text).filter((target) => !/^[a-z]+:/.test(target));
}

export function linkTargets(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** What is code within a line, without its backticks. */
export function codeSpans(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** A cell that is code, without its backticks. */
export function codeOf(cell: string | undefined): string {
  return /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? '';
}

function markdownIn(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => markdownIn(join(place, name)))
    .filter((file) => file.endsWith('.md'));
}

/** Code keeps its lines, so that nothing else moves, but says nothing any more. */
function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, (block) => block.replaceAll(/[^\n]/g, ''));
}

function cells(line: string): readonly string[] {
  return line
    .replaceAll('\\|', '\0')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('\0', '|').trim());
}

function titleOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();
}
